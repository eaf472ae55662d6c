import { isProgram } from '../../../nodes/CleverConnect/attachments/programExtensions';

test.each([
	['exe', true],
	['XLA', true],
	['docm', false],
	['html', false],
	['', false],
])('the extension "%s" is a program\'s: %s', (extension, expected) => {
	expect(isProgram(extension)).toBe(expected);
});
