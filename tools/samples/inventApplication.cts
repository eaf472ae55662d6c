import type { Application } from '../../nodes/CleverConnect/application';
import { DOCX_TYPE } from './exampleApplication.cts';
import { makeDocx, makePdf } from './files.cts';
import { inventPerson, type Person } from './person.cts';
import type { Random } from './random.cts';

/** A valid application from an invented person, and its files. */
export interface InventedApplication {
	readonly application: Application;
	/** The files, keyed by binary field name. */
	readonly files: Files;
}

export interface Files {
	readonly resume: Buffer;
	readonly letter?: Buffer;
}

interface Job {
	readonly reference: string;
	readonly title: string;
}

const JOBS: readonly [Job, ...Job[]] = [
	{ reference: '0042-BAKER', title: 'Baker' },
	{ reference: '0107-NURSE', title: 'Nurse, night shift' },
	{ reference: 'ACC/2026/11', title: 'Accountant' },
	{ reference: '000815', title: 'Fork-lift driver' },
	{ reference: 'DEV-7', title: 'Web developer' },
	{ reference: 'WAREHOUSE_NORTH', title: 'Warehouse assistant' },
];

const JOB_BOARDS = ['meteojob', 'cleverconnect', 'an-invented-job-board'] as const;

type Make = (lines: readonly string[]) => Buffer;

/** The declared type is a MIME type or an extension, which are both documented. */
const FORMATS: readonly [Format, ...Format[]] = [
	{ make: makePdf, extension: 'pdf', contentType: 'application/pdf' },
	{ make: makePdf, extension: 'pdf', contentType: 'pdf' },
	{ make: (lines) => makeDocx(lines), extension: 'docx', contentType: DOCX_TYPE },
	{ make: (lines) => makeDocx(lines), extension: 'docx', contentType: 'docx' },
];

interface Format {
	readonly make: Make;
	readonly extension: string;
	readonly contentType: string;
}

/** Returns an invented application. Two out of three applications have a letter. */
export function inventApplication(random: Random, id: number): InventedApplication {
	const candidate = inventPerson(random);
	const job = random.pick(JOBS);
	const name = `${candidate.firstName} ${candidate.lastName}`;
	const resume = random.pick(FORMATS);
	const letter = random.integer(3) > 0 ? random.pick(FORMATS) : undefined;

	const files = {
		resume: resume.make(writeResume(candidate, job, 1 + random.integer(30))),
		...(letter && { letter: letter.make(writeLetter(candidate, job)) }),
	};
	const attach = (type: 'resume' | 'letter', file: Buffer, format: Format, fileName: string) => ({
		type,
		contentType: format.contentType,
		content: file.toString('base64'),
		fileName: `${fileName}.${format.extension}`,
	});
	return {
		application: {
			id,
			jobId: job.reference,
			candidate,
			attachments: [
				attach('resume', files.resume, resume, `CV ${name}`),
				...(letter && files.letter
					? [attach('letter', files.letter, letter, `Letter of ${name}`)]
					: []),
			],
			origin: random.pick(JOB_BOARDS),
		},
		files,
	};
}

function writeResume(candidate: Person, job: Job, years: number): string[] {
	return [
		`${candidate.firstName} ${candidate.lastName}`,
		`${job.title}, experience in years: ${years}`,
		candidate.email,
		...(candidate.phoneNumber === undefined ? [] : [candidate.phoneNumber]),
		`${candidate.location.raw}, ${candidate.location.country}`,
		'',
		'This person does not exist. The application was sent to try out a workflow.',
	];
}

function writeLetter(candidate: Person, job: Job): string[] {
	return [
		'Dear Sir or Madam,',
		`I should like to work for you as: ${job.title} (${job.reference}).`,
		`You can reach me at ${candidate.email}.`,
		`${candidate.firstName} ${candidate.lastName}`,
	];
}
