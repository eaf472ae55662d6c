import { sha256 } from '../../tools/sha256.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';
import { makeDocx, makePdf } from '../../tools/samples/files.cts';

export interface SentApplication {
	readonly id: number;
	/** What the sender posts. */
	readonly body: string;
	/** SHA-256 of the files. */
	readonly hashes: FileHashes;
}

export interface FileHashes {
	readonly resume: string;
	readonly letter: string;
}

/** Applications of different people, each with a CV and a letter of its own. */
export function makeApplications(firstId: number, count: number): SentApplication[] {
	return Array.from({ length: count }, (_, index) => makeApplication(firstId + index));
}

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
