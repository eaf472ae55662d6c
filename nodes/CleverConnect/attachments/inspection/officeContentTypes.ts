import { parseXml, type XmlElement } from './xml';

/** A family of Office Open XML types (ECMA-376, part 1, and [MS-OFFMACRO2]). */
export interface OfficeFormat {
	readonly name: 'word' | 'excel' | 'powerpoint';
	/** The folder that contains its parts, according to a convention that all programs follow. */
	readonly folder: string;
	/** The type of a document without macros. */
	readonly documentType: string;
	/** Matches the types of all documents and templates in this family. */
	readonly types: RegExp;
	/** The type of the older binary format, which senders also declare. */
	readonly legacyType: string;
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';

export const OFFICE_FORMATS: readonly OfficeFormat[] = [
	{
		name: 'word',
		folder: 'word/',
		documentType: `${OPEN_XML}.wordprocessingml.document`,
		types:
			/^application\/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.(?:document|template)|ms-word\.(?:document|template)\.macroenabled\.12)$/,
		legacyType: 'application/msword',
	},
	{
		name: 'excel',
		folder: 'xl/',
		documentType: `${OPEN_XML}.spreadsheetml.sheet`,
		types:
			/^application\/vnd\.(?:openxmlformats-officedocument\.spreadsheetml\.(?:sheet|template)|ms-excel\.(?:sheet(?:\.binary)?|template|addin)\.macroenabled\.12)$/,
		legacyType: 'application/vnd.ms-excel',
	},
	{
		name: 'powerpoint',
		folder: 'ppt/',
		documentType: `${OPEN_XML}.presentationml.presentation`,
		types:
			/^application\/vnd\.(?:openxmlformats-officedocument\.presentationml\.(?:presentation|slideshow|template|slide)|ms-powerpoint\.(?:presentation|slideshow|template|addin|slide)\.macroenabled\.12)$/,
		legacyType: 'application/vnd.ms-powerpoint',
	},
];

/** The content types of main parts, and the file type that each of them implies. */
const MAIN_PARTS: ReadonlyArray<readonly [RegExp, string]> = [
	// ECMA-376, part 1, § 11.3.10, § 12.3.23, § 13.3.6
	[
		/^(application\/vnd\.openxmlformats-officedocument\.(?:wordprocessing|spreadsheet|presentation)ml\.[a-z]{1,40})\.main\+xml$/,
		'$1',
	],
	// [MS-OFFMACRO2] § 2.2.1.4 and similar sections, [MS-XLSB] § 2.1.7.62
	[
		/^(application\/vnd\.ms-(?:word|excel|powerpoint)\.[a-z]{1,40}(?:\.binary)?\.macroenabled)(?:template)?\.main(?:\+xml)?$/,
		'$1.12',
	],
	// [MS-VSDX] § 2.2.1
	[/^application\/vnd\.ms-visio\.[a-z]+(?:\.macroenabled)?\.main\+xml$/, 'application/vnd.visio'],
	// ECMA-388, annex E
	[
		/^application\/vnd\.ms-package\.xps-fixeddocumentsequence\+xml$/,
		'application/vnd.ms-xpsdocument',
	],
];

/** [MS-OFFMACRO2] § 2.2.1.6 */
const VBA_PROJECT = 'application/vnd.ms-office.vbaproject';

/** ECMA-376, part 1, § 14.2.1, and [MS-ODRAWXML]: charts, and the kinds of charts that Office 2016 added. */
const CHARTS: ReadonlySet<string> = new Set([
	`${OPEN_XML}.drawingml.chart+xml`,
	'application/vnd.ms-office.chartex+xml',
]);

/** The facts from the part `[Content_Types].xml` (ECMA-376, part 2, § 7.2.3). */
export interface ContentTypes {
	/** The type of the whole file. Absent if the file isn't an Office document. */
	readonly type: string | undefined;
	/** The names of the parts that are VBA projects according to their name or content type, in lower case. */
	readonly vbaParts: readonly string[];
	/** The names, in lower case, of the parts whose only content type is a chart type. */
	readonly chartParts: ReadonlySet<string>;
	/** Whether the part has markup that XML doesn't allow. */
	readonly isBroken: boolean;
}

/**
 * Returns the facts from the content types in a package.
 *
 * @param mainPart the name of the package's main part in lower case, if it is known
 */
export function readContentTypes(
	parts: readonly Buffer[],
	partNames: readonly string[],
	mainPart: string | undefined,
): ContentTypes {
	const documents = parts.map(parseXml);
	const defaults = documents.flatMap((document) => document.listElements('Default'));
	const overrides = documents.flatMap((document) => document.listElements('Override'));
	const listTypes = (elements: readonly XmlElement[]) =>
		elements.flatMap((element) => findFileType(element) ?? []);
	const ofMainPart = [
		...overrides.filter(
			(element) => mainPart !== undefined && readLowerCase(element, 'PartName') === `/${mainPart}`,
		),
		...defaults.filter((element) => mainPart?.endsWith(`.${readLowerCase(element, 'Extension')}`)),
	];
	const types = listTypes([...overrides, ...defaults]);
	const isWord = (type: string) => findFormat(type)?.name === 'word';
	return {
		chartParts: new Set(listCharts(overrides).filter((partName) => partName !== mainPart)),
		type: listTypes(ofMainPart)[0] ?? types.find(isWord) ?? types[0],
		vbaParts: [
			...partNames.filter((name) => /(?:^|\/)vbaproject\.bin$/.test(name)),
			...overrides.filter(isVbaProject).map(readPartName),
			...listPartsOf(defaults.filter(isVbaProject), partNames, overrides),
		],
		isBroken: documents.some((document) => document.isBroken),
	};
}

/** Leaves out parts that also have another content type, because programs may differ in which type they use. */
function listCharts(overrides: readonly XmlElement[]): readonly string[] {
	const isChart = (element: XmlElement) => CHARTS.has(readLowerCase(element, 'ContentType'));
	const others = new Set(overrides.filter((element) => !isChart(element)).map(readPartName));
	return overrides
		.filter(isChart)
		.map(readPartName)
		.filter((partName) => !others.has(partName));
}

/** Returns the name of a part in lower case, without the slash. */
function readPartName(override: XmlElement): string {
	return readLowerCase(override, 'PartName').replace(/^\//, '');
}

function findFileType(element: XmlElement): string | undefined {
	const contentType = readLowerCase(element, 'ContentType');
	const [pattern, type] = MAIN_PARTS.find(([mainPart]) => mainPart.test(contentType)) ?? [];
	const fileType = pattern && type && contentType.replace(pattern, type);
	// The file can contain any text, so a type that is made from its text must be a defined type.
	return fileType === type || findFormat(fileType) ? fileType : undefined;
}

function isVbaProject(element: XmlElement): boolean {
	return readLowerCase(element, 'ContentType') === VBA_PROJECT;
}

/** § 7.2.3.4: a default applies to the parts with its extension that have no override. */
function listPartsOf(
	defaults: readonly XmlElement[],
	partNames: readonly string[],
	overrides: readonly XmlElement[],
): readonly string[] {
	const extensions = new Set(defaults.map((element) => readLowerCase(element, 'Extension')));
	if (extensions.size === 0) return [];
	const overridden = new Set(overrides.map(readPartName));
	return partNames.filter(
		(name) => extensions.has(/\.([^.]*)$/.exec(name)?.[1] ?? '') && !overridden.has(name),
	);
}

function readLowerCase(element: XmlElement, attribute: string): string {
	return (element.get(attribute) ?? '').trim().toLowerCase();
}

/** Returns the Office Open XML family that a type belongs to. */
export function findFormat(type: string | undefined): OfficeFormat | undefined {
	return OFFICE_FORMATS.find(({ types }) => type !== undefined && types.test(type));
}

/** Whether a type belongs to any version of Word, Excel, or PowerPoint. */
export function isOfficeType(type: string | undefined): boolean {
	return (
		OFFICE_FORMATS.some(({ legacyType }) => type === legacyType) || findFormat(type) !== undefined
	);
}
