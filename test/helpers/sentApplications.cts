import { sha256 } from '../../tools/common/sha256.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { makeDocx, makePdf } from '../../tools/samples/files.cts';

export interface SentApplication {
	readonly id: number;
	/** The request body. */
	readonly body: string;
	/** The SHA-256 hashes of the files. */
	readonly hashes: FileHashes;
}

export interface FileHashes {
	readonly resume: string;
	readonly letter: string;
}

let lastId = 0;

/** Returns applications from different candidates, with different files, whose `id` no earlier call returned. */
export function makeNewApplications(count: number): SentApplication[] {
	return Array.from({ length: count }, () => makeApplication(++lastId));
}

/** Returns an application with its own CV and letter. */
export function makeApplication(id: number): SentApplication {
	const resume = makePdf([`Candidate ${id}`, `candidate.${id}@example.com`, 'Baker']);
	const letter = makeDocx([`Dear Sir or Madam, I am number ${id}.`]);
	const body = JSON.stringify(
		goodApplication({
			id,
			attachments: [
				{ type: 'resume', contentType: 'pdf', content: resume.toString('base64') },
				{ type: 'letter', contentType: 'docx', content: letter.toString('base64') },
			],
		}),
	);
	return { id, body, hashes: { resume: sha256(resume), letter: sha256(letter) } };
}
