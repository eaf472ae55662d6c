import type { Application } from '../../nodes/CleverConnect/application/generated/application';
import { goodApplication } from './exampleApplication.cts';
import { makeDocx, makePdf } from './files.cts';

const NAMES = [
	['F', 'Maëlle', 'Château'],
	['M', 'Jörg', 'Weiß'],
	['F', 'Łucja', 'Żak'],
	['M', 'Íñigo', 'Núñez Peña'],
	['F', 'Zeynep', 'Yıldız'],
	['M', 'Jean-Baptiste', 'd’Essai'],
] as const;

const JOBS = ['0042-BAKER', '0107-NURSE', 'ACC/2026/11', '000815', 'WAREHOUSE_NORTH'] as const;

/** Returns a valid application from a fictional person. Two out of three applications have a letter. */
export function inventApplication(id: number): Application {
	const [civility, firstName] = pick(NAMES, id);
	const [, , lastName] = pick(NAMES, id / NAMES.length);
	const name = `${firstName} ${lastName}`;
	const email = `applicant-${id}@example.com`;
	const attach = (type: 'resume' | 'letter', isPdf: boolean) => {
		const content = (isPdf ? makePdf : makeDocx)([name, email, 'This person does not exist.']);
		const extension = isPdf ? 'pdf' : 'docx';
		const fileName = `${type} of ${name}.${extension}`;
		return { type, contentType: extension, content: content.toString('base64'), fileName };
	};
	// France has reserved this phone number for fiction.
	const person = { civility, firstName, lastName, email, phoneNumber: '+33 1 99 00 12 34' };
	const candidate = { ...goodApplication().candidate, ...person };
	const files = [attach('resume', id % 2 > 0), attach('letter', id % 4 > 1)];
	const attachments = id % 3 > 0 ? files : files.slice(0, 1);
	return goodApplication({ id, jobId: pick(JOBS, id / 2), candidate, attachments });
}

function pick<T extends readonly unknown[]>(list: T, number: number): T[number] {
	return list[Math.floor(number) % list.length];
}
