import type { Application } from '../../nodes/CleverConnect/application';
import { DOCX_TYPE } from './exampleApplication.cts';
import { makeDocx, makePdf } from './files.cts';

const NAMES = [
	['F', 'Maëlle', 'Château'],
	['M', 'Jörg', 'Weiß'],
	['F', 'Łucja', 'Żak'],
	['M', 'Íñigo', 'Núñez Peña'],
	['F', 'Zeynep', 'Yıldız'],
	['M', 'Oluwaseun', 'O’Example'],
	['F', 'Åsa', 'von der Probe'],
	['M', 'Jean-Baptiste', 'd’Essai'],
] as const;

/** The phone numbers are reserved for films and examples. */
const ADDRESSES = [
	['1 rue de l’Exemple', '75009', 'Paris', 'France', '+33 1 99 00 12 34'],
	['Am Beispiel 12 a', '10117', 'Berlin', 'Deutschland', '+49 30 23125 012'],
	['Flat 2, 9 Trial Street', 'CF10 1AA', 'Cardiff', 'United Kingdom', '+44 20 7946 0912'],
	['Exempelgatan 8', '111 22', 'Stockholm', 'Sverige', '+46 8 465 004 12'],
	['7 Sample Street, Apt. 12', '96813', 'Honolulu, HI', 'United States', '+1 202 555 0112'],
] as const;

const JOBS = ['0042-BAKER', '0107-NURSE', 'ACC/2026/11', '000815', 'WAREHOUSE_NORTH'] as const;

/** The declared type is a MIME type or an extension, which are both documented. */
const FORMATS = [
	{ make: makePdf, extension: 'pdf', contentType: 'application/pdf' },
	{ make: makeDocx, extension: 'docx', contentType: 'docx' },
	{ make: makePdf, extension: 'pdf', contentType: 'pdf' },
	{ make: makeDocx, extension: 'docx', contentType: DOCX_TYPE },
] as const;

/** Returns a valid application from a fictional person. Two out of three applications have a letter. */
export function inventApplication(id: number): Application {
	const [civility, firstName] = pick(NAMES, id);
	const [, , lastName] = pick(NAMES, id / NAMES.length);
	const [street, zipCode, city, country, phoneNumber] = pick(ADDRESSES, id);
	const jobId = pick(JOBS, id / 2);
	const name = `${firstName} ${lastName}`;
	const email = `applicant-${id}@example.com`;
	const attach = (type: 'resume' | 'letter', format: number, fileName: string, line: string) => {
		const { make, extension, contentType } = pick(FORMATS, format);
		const content = make([name, email, line]).toString('base64');
		return { type, contentType, content, fileName: `${fileName} ${name}.${extension}` };
	};
	const resume = attach('resume', id, 'CV', 'This person does not exist.');
	const letter = attach(
		'letter',
		id / 4,
		'Letter of',
		`I should like to work for you as ${jobId}.`,
	);
	return {
		id,
		jobId,
		candidate: {
			civility,
			firstName,
			lastName,
			email,
			phoneNumber,
			location: { raw: `${street}, ${zipCode} ${city}`, city, zipCode, country },
		},
		attachments: id % 3 > 0 ? [resume, letter] : [resume],
		origin: 'meteojob',
	};
}

function pick<T extends readonly unknown[]>(list: T, number: number): T[number] {
	return list[Math.floor(number) % list.length];
}
