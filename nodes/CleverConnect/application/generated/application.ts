// Generated from application.schema.json by `npm run docs`. Do not edit.

/**
 * one job application
 */
export interface Application {
	/**
	 * an identifier that is unique to each application
	 */
	id: number | string;
	/**
	 * the reference of the job in your ATS
	 */
	jobId: string;
	candidate: Candidate;
	/**
	 * the candidate's files
	 */
	attachments?: Attachment[];
	/**
	 * the name of the job board
	 */
	origin?: string;
	[k: string]: unknown;
}
/**
 * the candidate's details
 */
export interface Candidate {
	/**
	 * the form of address, such as M, F, D, or MISS
	 */
	civility?: string;
	/**
	 * the candidate's first name, in one line
	 */
	firstName: string;
	/**
	 * the candidate's last name, in one line
	 */
	lastName: string;
	/**
	 * an email address
	 */
	email: string;
	/**
	 * a phone number, such as +33 1 99 00 12 34 or 01 99 00 12 34
	 */
	phoneNumber?: string;
	location?: Location;
	[k: string]: unknown;
}
/**
 * the candidate's address
 */
export interface Location {
	/**
	 * the whole address in one line
	 */
	raw?: string;
	/**
	 * the city
	 */
	city?: string;
	/**
	 * the postal code
	 */
	zipCode?: string;
	/**
	 * the country
	 */
	country?: string;
	[k: string]: unknown;
}
/**
 * one file
 */
export interface Attachment {
	/**
	 * resume or letter
	 */
	type?: 'resume' | 'letter';
	/**
	 * a MIME type or a file extension, such as application/pdf or pdf
	 */
	contentType?: string;
	/**
	 * the content of the file in Base64
	 */
	content: string;
	/**
	 * the name of the file
	 */
	fileName?: string;
	[k: string]: unknown;
}
