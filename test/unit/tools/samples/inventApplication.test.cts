import { readApplication } from '../../../../nodes/CleverConnect/application';
import { parseAcceptedTypes, readAttachments } from '../../../../nodes/CleverConnect/attachments';
import { inventApplication } from '../../../../tools/samples/inventApplication.cts';
import { makeRequest } from '../../../helpers/requests.cts';
import { DEFAULT_SETTINGS } from '../../../../tools/samples/defaultSettings.cts';

const invented = Array.from({ length: 300 }, (_, id) => inventApplication(id));

it('invented applications have no issues, and PDF and DOCX files of the declared types', () => {
	const types = invented.map((application) => {
		const rawBody = Buffer.from(JSON.stringify(application));
		const body = JSON.parse(rawBody.toString()) as never;
		const read = readApplication(makeRequest({ body, rawBody }), DEFAULT_SETTINGS);
		if (!read.ok) throw new Error(read.error.detail);
		const attachments = readAttachments(read.value.body, parseAcceptedTypes('pdf, docx'));
		expect([...read.value.issues, ...attachments.flatMap(({ issues }) => issues)]).toEqual([]);
		return application.attachments?.map(({ fileName = '' }) => fileName.split('.').at(-1)).join();
	});
	expect([...new Set(types)].sort()).toEqual([
		'docx',
		'docx,docx',
		'docx,pdf',
		'pdf',
		'pdf,docx',
		'pdf,pdf',
	]);
});

it('invented people have different names, also beyond Latin-1, and no real addresses or phone numbers', () => {
	const names = invented.map(({ candidate }) => `${candidate.firstName} ${candidate.lastName}`);
	expect(new Set(names).size).toBe(64);
	expect(names.join()).toMatch(/[^\0-\xff]/);
	for (const { candidate } of invented) {
		expect(candidate.email).toMatch(/^applicant-\d+@example\.com$/);
		expect(candidate.phoneNumber).toMatch(/^\+33 1 99 00/);
	}
});
