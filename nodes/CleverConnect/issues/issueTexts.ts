import type { CheckedAttachment } from '../attachments/readAttachments';
import type { Finding } from '../common/issue';

export type Language = 'en' | 'fr' | 'de';

/** The documented fields, by the last part of their path. */
export type Field =
	| 'jobId'
	| 'civility'
	| 'firstName'
	| 'lastName'
	| 'email'
	| 'phoneNumber'
	| 'location'
	| 'raw'
	| 'city'
	| 'zipCode'
	| 'country'
	| 'attachments'
	| 'attachment'
	| 'type'
	| 'contentType'
	| 'content'
	| 'fileName'
	| 'origin';

interface IssueTexts {
	/** The sentence for each code. `{field}` stands for the field's name, and `{type}` for the file's detected type. */
	readonly messages: Readonly<Record<Finding['code'], string>>;
	readonly fields: Readonly<Record<Field, string>>;
	readonly kinds: Readonly<Record<CheckedAttachment['kind'], string>>;
	/** Separates a file's name and a sentence about the file. */
	readonly colon: string;
}

/** What a recruiter reads about each issue: what is wrong, and what to do about it. */
export const ISSUE_TEXTS: Readonly<Record<Language, IssueTexts>> = {
	en: {
		messages: {
			required: '{field} is missing.',
			type: '{field} was sent in the wrong format.',
			format: '{field} is not valid, so replies will not arrive. Call the candidate instead.',
			pattern: '{field} is not valid. Check it before you use it.',
			enum: 'The file is marked neither as a CV nor as a letter. Open it to see what it is.',
			encoding: 'Accented letters might be lost. Compare the name with the CV.',
			emptyFile: 'The file is empty. Ask the candidate to send it again.',
			invalidBase64: 'The file was damaged on the way. Ask the candidate to send it again.',
			typeMismatch:
				'The file was sent as another type, but it is {type}. If in doubt, ask the candidate for a new file.',
			typeNotAccepted: 'This type of file is not accepted. Ask the candidate for another one.',
			typeUnverified:
				'The type of the file cannot be recognized. If it does not open, ask the candidate for a new file.',
			macros:
				'The file contains macros, which can be dangerous. Do not open it: ask the candidate for a PDF.',
			activeContent:
				'The file can load or run something else when it is opened. Do not open it: ask the candidate for a PDF.',
			encrypted:
				'The file is protected by a password. Ask the candidate for a file without a password.',
			unchecked:
				'The file contains too much to be checked, so it might be dangerous. Ask the candidate for a simpler file.',
			damaged:
				'The file is incomplete or damaged. If it does not open, ask the candidate for a new file.',
		},
		fields: {
			jobId: 'The job reference',
			civility: 'The form of address',
			firstName: 'The first name',
			lastName: 'The last name',
			email: 'The email address',
			phoneNumber: 'The phone number',
			location: 'The address',
			raw: 'The full address',
			city: 'The city',
			zipCode: 'The postal code',
			country: 'The country',
			attachments: 'The list of files',
			attachment: 'The file',
			type: 'The kind of file',
			contentType: 'The declared type of the file',
			content: 'The content of the file',
			fileName: 'The name of the file',
			origin: 'The name of the job board',
		},
		kinds: { resume: 'CV', letter: 'Letter', attachment: 'Attachment' },
		colon: ': ',
	},
	fr: {
		messages: {
			required: '{field} manque.',
			type: '{field} n’est pas au bon format. Signalez-le à CleverConnect.',
			format: '{field} n’est pas valide : vos réponses n’arriveront pas. Appelez le candidat.',
			pattern: '{field} n’est pas valide. Vérifiez avant de vous en servir.',
			enum: 'Le fichier n’est annoncé ni comme CV ni comme lettre. Ouvrez-le pour voir ce que c’est.',
			encoding: 'Des lettres accentuées ont pu se perdre. Comparez le nom avec le CV.',
			emptyFile: 'Le fichier est vide. Demandez au candidat de le renvoyer.',
			invalidBase64: 'Le fichier a été abîmé pendant l’envoi. Demandez au candidat de le renvoyer.',
			typeMismatch:
				'Le fichier a été annoncé sous un autre format, mais c’est un fichier {type}. En cas de doute, demandez un nouveau fichier au candidat.',
			typeNotAccepted:
				'Ce type de fichier n’est pas accepté. Demandez un autre format au candidat.',
			typeUnverified:
				'Le format du fichier n’est pas reconnu. S’il ne s’ouvre pas, demandez un nouveau fichier au candidat.',
			macros:
				'Le fichier contient des macros, qui peuvent être dangereuses. Ne l’ouvrez pas et demandez un PDF au candidat.',
			activeContent:
				'À l’ouverture, le fichier peut charger ou lancer autre chose. Ne l’ouvrez pas et demandez un PDF au candidat.',
			encrypted:
				'Le fichier est protégé par un mot de passe. Demandez au candidat un fichier sans mot de passe.',
			unchecked:
				'Le fichier est trop volumineux pour être contrôlé en entier et pourrait être dangereux. Demandez un fichier plus simple au candidat.',
			damaged:
				'Le fichier est incomplet ou abîmé. S’il ne s’ouvre pas, demandez un nouveau fichier au candidat.',
		},
		fields: {
			jobId: 'La référence de l’offre',
			civility: 'La civilité',
			firstName: 'Le prénom',
			lastName: 'Le nom de famille',
			email: 'L’adresse e-mail',
			phoneNumber: 'Le numéro de téléphone',
			location: 'L’adresse',
			raw: 'L’adresse complète',
			city: 'La ville',
			zipCode: 'Le code postal',
			country: 'Le pays',
			attachments: 'La liste des fichiers',
			attachment: 'Le fichier',
			type: 'Le genre de fichier',
			contentType: 'Le format annoncé du fichier',
			content: 'Le contenu du fichier',
			fileName: 'Le nom du fichier',
			origin: 'Le nom du site d’emploi',
		},
		kinds: { resume: 'CV', letter: 'Lettre', attachment: 'Pièce jointe' },
		colon: '\u00a0: ',
	},
	de: {
		messages: {
			required: '{field} fehlt.',
			type: '{field} kam im falschen Format an. Melden Sie das CleverConnect.',
			format: '{field} ist ungültig, Antworten kommen also nicht an. Rufen Sie stattdessen an.',
			pattern: '{field} ist ungültig. Prüfen Sie die Angabe, bevor Sie sie verwenden.',
			enum: 'Die Datei ist weder als Lebenslauf noch als Anschreiben gekennzeichnet. Öffnen Sie sie, um zu sehen, was sie ist.',
			encoding:
				'Umlaute und Akzente sind möglicherweise verloren gegangen. Vergleichen Sie den Namen mit dem Lebenslauf.',
			emptyFile: 'Die Datei ist leer. Lassen Sie sie sich noch einmal schicken.',
			invalidBase64:
				'Die Datei wurde unterwegs beschädigt. Lassen Sie sie sich noch einmal schicken.',
			typeMismatch:
				'Die Datei wurde als anderer Dateityp gesendet, ist aber {type}. Fordern Sie im Zweifel eine neue Datei an.',
			typeNotAccepted:
				'Dieser Dateityp wird hier nicht angenommen. Fordern Sie ein anderes Format an.',
			typeUnverified:
				'Der Dateityp ist nicht zu erkennen. Fordern Sie eine neue Datei an, wenn sich diese nicht öffnen lässt.',
			macros:
				'Die Datei enthält Makros, die gefährlich sein können. Öffnen Sie sie nicht, sondern fordern Sie ein PDF an.',
			activeContent:
				'Die Datei kann beim Öffnen andere Inhalte laden oder ausführen. Öffnen Sie sie nicht, sondern fordern Sie ein PDF an.',
			encrypted:
				'Die Datei ist mit einem Passwort geschützt. Fordern Sie eine Datei ohne Passwort an.',
			unchecked:
				'Die Datei enthält zu viel, um sie ganz zu prüfen, und könnte gefährlich sein. Fordern Sie eine einfachere Datei an.',
			damaged:
				'Die Datei ist unvollständig oder beschädigt. Fordern Sie eine neue Datei an, wenn sich diese nicht öffnen lässt.',
		},
		fields: {
			jobId: 'Die Stellenreferenz',
			civility: 'Die Anrede',
			firstName: 'Der Vorname',
			lastName: 'Der Nachname',
			email: 'Die E-Mail-Adresse',
			phoneNumber: 'Die Telefonnummer',
			location: 'Die Adresse',
			raw: 'Die vollständige Adresse',
			city: 'Der Ort',
			zipCode: 'Die Postleitzahl',
			country: 'Das Land',
			attachments: 'Die Liste der Dateien',
			attachment: 'Die Datei',
			type: 'Die Art der Datei',
			contentType: 'Der angegebene Dateityp',
			content: 'Der Inhalt der Datei',
			fileName: 'Der Name der Datei',
			origin: 'Der Name der Jobbörse',
		},
		kinds: { resume: 'Lebenslauf', letter: 'Anschreiben', attachment: 'Anhang' },
		colon: ': ',
	},
};
