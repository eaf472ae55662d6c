// Generated from application.schema.json by `npm run docs`. Do not edit.

/**
 * an object that contains one job application
 */
export interface Application {
	/**
	 * an identifier that is unique to each application
	 */
	id: number | string;
	/**
	 * text (the reference of the job in your ATS)
	 */
	jobId: string;
	candidate: Candidate;
	/**
	 * a list of files
	 */
	attachments?: Attachment[];
	/**
	 * text (the name of the job board)
	 */
	origin?: string;
	[k: string]: unknown;
}
/**
 * an object with the candidate's details
 */
export interface Candidate {
	/**
	 * text (the form of address, such as M, F, D, or MISS)
	 */
	civility?: string;
	/**
	 * one line of text (the candidate's first name)
	 */
	firstName: string;
	/**
	 * one line of text (the candidate's last name)
	 */
	lastName: string;
	/**
	 * an email address
	 */
	email: string;
	/**
	 * a phone number in international format, such as +33123456789
	 */
	phoneNumber?: string;
	location?: Location;
	[k: string]: unknown;
}
/**
 * an object with the candidate's address
 */
export interface Location {
	/**
	 * text (the whole address in one line)
	 */
	raw?: string;
	/**
	 * text (the city)
	 */
	city?: string;
	/**
	 * text (the postal code)
	 */
	zipCode?: string;
	/**
	 * text (the country)
	 */
	country?: string;
	[k: string]: unknown;
}
/**
 * an object that contains one file
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
	 * text (the content of the file in Base64)
	 */
	content: string;
	/**
	 * text (the name of the file)
	 */
	fileName?: string;
	[k: string]: unknown;
}
