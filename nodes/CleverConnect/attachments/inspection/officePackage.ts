/** A format of Office Open XML (ECMA-376). */
export interface OfficePackage {
	/** Where its parts are, by a custom that all programs follow. */
	readonly folder: string;
	/** The types that it has without macros and with them: a document, a template, a show. */
	readonly types: readonly [string, ...string[]];
	readonly macroTypes: readonly [string, ...string[]];
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';

export const WORD_PACKAGE: OfficePackage = {
	folder: 'word/',
	types: [`${OPEN_XML}.wordprocessingml.document`, `${OPEN_XML}.wordprocessingml.template`],
	macroTypes: [
		'application/vnd.ms-word.document.macroenabled.12',
		'application/vnd.ms-word.template.macroenabled.12',
	],
};

export const OFFICE_PACKAGES: readonly OfficePackage[] = [
	WORD_PACKAGE,
	{
		folder: 'xl/',
		types: [`${OPEN_XML}.spreadsheetml.sheet`, `${OPEN_XML}.spreadsheetml.template`],
		macroTypes: [
			'application/vnd.ms-excel.sheet.macroenabled.12',
			'application/vnd.ms-excel.template.macroenabled.12',
		],
	},
	{
		folder: 'ppt/',
		types: [
			`${OPEN_XML}.presentationml.presentation`,
			`${OPEN_XML}.presentationml.template`,
			`${OPEN_XML}.presentationml.slideshow`,
		],
		macroTypes: [
			'application/vnd.ms-powerpoint.presentation.macroenabled.12',
			'application/vnd.ms-powerpoint.template.macroenabled.12',
			'application/vnd.ms-powerpoint.slideshow.macroenabled.12',
		],
	},
];

export function isOfficePackageType(type: string | undefined): boolean {
	return OFFICE_PACKAGES.some(({ types, macroTypes }) =>
		[...types, ...macroTypes].some((candidate) => candidate === type),
	);
}
