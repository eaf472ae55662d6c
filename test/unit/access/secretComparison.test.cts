import { digestSecret, isAccepted } from '../../../nodes/CleverConnect/access/secretComparison';

const SECRET = 'an-invented-secret';
const PREVIOUS = 'the-secret-of-before';

it.each<[accepted: string[], presented: string, expected: boolean]>([
	[[SECRET, PREVIOUS], SECRET, true],
	[[SECRET, PREVIOUS], PREVIOUS, true],
	[[SECRET], PREVIOUS, false],
	[[SECRET], `${SECRET}x`, false],
	[[SECRET, SECRET], SECRET, true],
	[[], '', false],
])('if %j are accepted, %j is accepted: %s', (accepted, presented, expected) => {
	expect(isAccepted(digestSecret(presented), accepted.map(digestSecret))).toBe(expected);
});
