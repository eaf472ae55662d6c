import { isProgram } from '../../../nodes/CleverConnect/attachments/programExtensions';

test.each([
	...['asx', 'class', 'crt', 'img', 'jad', 'COFFEE', 'luac', 'hta', 'vbs', 'bat', 'scf', 'sh'],
])('.%s is the extension of a program', (extension) => {
	expect(isProgram(extension)).toBe(true);
});

test('other extensions are not', () => {
	expect(['', 'pdf', 'docm', 'html'].filter(isProgram)).toEqual([]);
});
