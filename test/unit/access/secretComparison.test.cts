import { digestSecret, isAccepted } from '../../../nodes/CleverConnect/access/secretComparison';

const SECRET = 'an-invented-secret';
const PREVIOUS = 'the-secret-of-before';

it.each<[accepted: string[], presented: string[], expected: boolean]>([
	[[SECRET, PREVIOUS], [SECRET, PREVIOUS], true],
	[[SECRET], [PREVIOUS, '', SECRET.slice(1), `${SECRET}x`, SECRET.toUpperCase()], false],
	[[SECRET, SECRET], [SECRET], true],
	[[], [''], false],
])('if %j are accepted, each of %j is accepted: %s', (secrets, presented, expected) => {
	const accepted = secrets.map(digestSecret);
	for (const secret of presented) {
		expect([secret, isAccepted(digestSecret(secret), accepted)]).toEqual([secret, expected]);
	}
});
