import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';

const PDF = 'application/pdf';

it.each([
	['doc;pdf', PDF, 'image/png'],
	[' .PDF\n\tdoc ', PDF, undefined],
	['application/x-cfb', 'application/x-cfb', PDF],
	['application/octet-stream', 'application/octet-stream', undefined],
	['exe', 'application/x-msdownload', PDF],
	['', 'image/png', 'application/x-msdownload'],
])('the list %j accepts %s, but not %s', (text, type, other) => {
	const accepted = parseAcceptedTypes(text);
	expect(accepted.faults).toEqual([]);
	expect(accepted.has(type)).toBe(true);
	expect(accepted.has(other)).toBe(false);
});

it('the entries that are not known types are faults', () => {
	const faults = ['pfd', 'image/*', '*.doc', 'pdf/docx', 'jpg/png', 'application/mssword'];
	faults.push('application/x-unheard-of', '/pdf', 'x/pdf', 'toString');
	expect(parseAcceptedTypes(`pdf, ${faults.join(', ')}`).faults).toEqual(faults);
});
