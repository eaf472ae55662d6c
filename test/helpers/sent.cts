import { simpleParser, type ParsedMail } from 'mailparser';
import type { ReceivedRequest } from '../../tools/n8n/servers/httpServer.cts';
import { letterDocx, resumePdf } from '../../tools/samples/exampleApplication.cts';

// Describes what a workflow has sent, in the form of the template fixtures: the sample's files are called `resume` and
// `letter`. In JSON, a time is called `<time>`, and the address of the execution `<execution>`.

const FILES = { resume: resumePdf, letter: letterDocx };
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/;

const EXECUTION = /http:\/\/localhost:\d+\/workflow\/\w+\/executions\/\d+/;

/** A request with its body, an email, or a file. */
export type Sent = Readonly<Record<string, unknown>>;

/** Returns the name of one of the sample's files, by its contents. */
function nameFile(bytes: Buffer): string | undefined {
	return Object.entries(FILES).find(([, file]) => file.equals(bytes))?.[0];
}

/** Returns a file's name and a word for its contents, so that a failed test shows no bytes. */
export const describeFile = (name: string | undefined, bytes: Buffer): string =>
	`${name}: ${nameFile(bytes) ?? 'other'}`;

export function describeMail(mail: ParsedMail, to?: string): Sent {
	const { from, replyTo, subject, text, html, attachments } = mail;
	const recipients = [mail.to ?? []].flat().map((addresses) => addresses.text);
	return {
		to: to ?? recipients.join(),
		from: from?.text,
		replyTo: replyTo?.text,
		subject,
		text: text?.trim(),
		...(html !== false && { html }),
		files: attachments.map(({ filename, content }) => describeFile(filename, content)),
	};
}

export async function describeRequest(request: ReceivedRequest): Promise<Sent> {
	const { method, path, body, headers } = request;
	const line = { request: `${method} ${path}` };
	const type = String(headers['content-type']);
	if (body.length === 0) return line;
	const file = nameFile(body);
	if (file !== undefined) return { ...line, file };
	if (type.startsWith('multipart/')) {
		const fields = [...(await readForm(request))].map(async ([field, value]) => {
			if (typeof value === 'string') return [field, value] as const;
			return [field, describeFile(value.name, Buffer.from(await value.arrayBuffer()))] as const;
		});
		return { ...line, fields: Object.fromEntries(await Promise.all(fields)) };
	}
	if (!type.includes('json')) return { ...line, file: 'other' };
	const json = JSON.parse(body.toString()) as { raw?: string };
	if (json.raw === undefined) return { ...line, json: describeJson(json) };
	return { ...line, mail: describeMail(await simpleParser(Buffer.from(json.raw, 'base64url'))) };
}

async function readForm({ headers, body }: ReceivedRequest): Promise<FormData> {
	const type = { 'content-type': String(headers['content-type']) };
	return await new Response(body, { headers: type }).formData();
}

function describeJson(json: unknown): unknown {
	return JSON.parse(JSON.stringify(json), (_name, value: unknown) => {
		if (typeof value !== 'string') return value;
		if (TIME.test(value)) return '<time>';
		return nameFile(Buffer.from(value, 'base64')) ?? value.replace(EXECUTION, '<execution>');
	});
}

/** Returns the sample's files in requests, emails, and folders, with their names if they have any. */
export function listFiles(sent: unknown): string[] {
	if (typeof sent === 'object' && sent !== null) return Object.values(sent).flatMap(listFiles);
	return /(?:^|: )(?:resume|letter)$/.test(String(sent)) ? [String(sent)] : [];
}

/** Returns what is sent without the application's files: no value that contains one, and no name after `CV:` and `All files:`. */
export function withoutFiles(sent: readonly Sent[]): Sent[] {
	const others = JSON.stringify(sent.filter(({ file }) => file === undefined));
	const text = others.replace(/(CV|All files): [^\\]+/g, '$1: ');
	return JSON.parse(text, (_name, value: unknown) => {
		if (Array.isArray(value)) return value.filter((one: unknown) => one !== undefined) as unknown;
		const hasContents = Object.values(value ?? {}).some((member) => String(member) in FILES);
		return hasContents || /: (?:resume|letter)$/.test(String(value)) ? undefined : value;
	}) as Sent[];
}

/** Returns everything that the sender of an application must not be able to change. */
export function shapeOf(sent: readonly Sent[]): unknown {
	const shapes = JSON.stringify(sent, (name, value: unknown) => {
		if (typeof value === 'object' || name === 'to' || name === 'from') return value;
		if (typeof value === 'string' && name === 'file') return value.split('/').length;
		return typeof value === 'string' && name === 'request' ? shapeOfLine(value) : typeof value;
	});
	return JSON.parse(shapes);
}

function shapeOfLine(line: string) {
	const [method, address = ''] = line.split(' ');
	const { origin, pathname, searchParams } = new URL(address);
	return [method, origin, pathname.split('/').length, ...searchParams.keys()].join(' ');
}
