// Generated from application.schema.json by `npm run docs`. Do not edit.

export interface Application {
	id: number | string;
	jobId: string;
	candidate: Candidate;
	attachments?: Attachment[];
	origin?: string;
	[k: string]: unknown;
}
export interface Candidate {
	civility?: string;
	firstName: string;
	lastName: string;
	email: string;
	phoneNumber?: string;
	location?: Location;
	[k: string]: unknown;
}
export interface Location {
	raw?: string;
	city?: string;
	zipCode?: string;
	country?: string;
	[k: string]: unknown;
}
export interface Attachment {
	type?: 'resume' | 'letter';
	contentType?: string;
	content: string;
	fileName?: string;
	[k: string]: unknown;
}
