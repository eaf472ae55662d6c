import { unzipSync, strFromU8 } from 'fflate';
import {
	inventApplication,
	type InventedApplication,
} from '../../../../tools/samples/inventApplication.cts';
import { inventPerson } from '../../../../tools/samples/person.cts';
import { seedRandom } from '../../../../tools/samples/random.cts';

const MANY = Array.from({ length: 300 }, (_, index) => index);

/** Returns the text in a PDF or a DOCX. */
function readText(file: Buffer): string {
	if (!file.subarray(0, 2).equals(Buffer.from('PK'))) {
		return file.toString('latin1').replace(/\\([()\\])/g, '$1');
	}
	return strFromU8(unzipSync(file)['word/document.xml'] ?? new Uint8Array());
}

const random = seedRandom(1);
const people = MANY.map(() => inventPerson(random));

it('invented people have different names, and no real addresses or phone numbers', () => {
	const names = people.map(({ firstName, lastName }) => `${firstName} ${lastName}`);
	expect(new Set(names).size).toBeGreaterThan(200);
	for (const { email, phoneNumber = '+33 1 99 00' } of people) {
		expect(email).toMatch(/^[a-z-]+\.[a-z-]+@example\.com$/);
		expect(phoneNumber).toMatch(
			/^\+(?:33 1 99 00|49 30 23125|44 20 7946 0|46 8 465 004|1 202 555 01)/,
		);
	}
});

it('an invented e-mail address contains only ASCII characters, whatever the name', () => {
	expect(people.map(({ email }) => email)).toContain('lukasz.blaszczyk@example.com');
	expect(people.some(({ lastName }) => /[^\0-\xff]/.test(lastName))).toBe(true);
});

describe('the invented files', () => {
	const invented = MANY.map((id) => inventApplication(random, id));
	const extensionOf = ({ application }: InventedApplication) =>
		application.attachments?.[0]?.fileName?.split('.').at(-1);

	it('are PDF or DOCX files, and only sometimes include a letter', () => {
		expect(new Set(invented.map(extensionOf))).toEqual(new Set(['pdf', 'docx']));
		expect(new Set(invented.map(({ files }) => files.letter !== undefined)).size).toBe(2);
	});

	it("contain the person's name and address, and are identical to the attachments", () => {
		for (const { application, files } of invented) {
			const { email, firstName, lastName } = application.candidate;
			for (const file of Object.values<Buffer>({ ...files })) {
				expect(readText(file)).toContain(email);
				if (/^[ -~]*$/.test(firstName + lastName)) {
					expect(readText(file)).toContain(`${firstName} ${lastName}`);
				}
			}
			const contents = application.attachments?.map(({ content }) => content);
			expect(contents).toEqual(
				Object.values<Buffer>({ ...files }).map((file) => file.toString('base64')),
			);
		}
	});
});
