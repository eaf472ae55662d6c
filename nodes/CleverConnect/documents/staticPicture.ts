import type { CompoundFile, DirectoryEntry } from './compoundFile';

/** Class IDs in hexadecimal, in the byte order in which files store them. */
const CLASSES: readonly string[] = [
	'1503000000000000c000000000000046', // StaticMetafile
	'1603000000000000c000000000000046', // StaticDib
	'0a00030000000000c000000000000046', // Paintbrush
];
/** Matches streams with an object's names, flags, or displayed picture ([MS-OLEDS] § 2.3, [MS-DOC] § 2.1.4). */
const PASSIVE_STREAM =
	/^(?:.(?:COMPOBJ|OLE10ITEMNAME|OLEPRES\d{3}|OBJINFO|OCXNAME|PRINT)|RICHEDITFLAGS)$/;
/** The streams that can contain a picture's data, and the offset of the data in each ([MS-OLEDS] § 2.3.6). */
const DATA_STREAMS: Readonly<Record<string, number>> = { CONTENTS: 0, '\x01OLE10NATIVE': 4 };
/** The first bytes of a WMF and of a BMP in hexadecimal. */
const PICTURE = /^(?:d7cdc69a|424d)/;
/** [MS-OLEDS] § 2.3.3: the flag of a linked object, whose data is elsewhere. */
const LINK_FLAG = 0x01;
const MAXIMUM_STREAMS = 16;

/**
 * Whether an OLE object is a picture that can only be displayed. An object's class alone proves nothing, because
 * programs can also use the object's streams to choose what to open.
 */
export function isStaticPicture(file: CompoundFile, object: DirectoryEntry): boolean {
	if (!CLASSES.includes(object.classId)) return false;
	const streams = file.listChildren([object], MAXIMUM_STREAMS);
	return streams.length < MAXIMUM_STREAMS && streams.every((stream) => isPassive(file, stream));
}

function isPassive(file: CompoundFile, stream: DirectoryEntry): boolean {
	const { name, size } = stream;
	if (PASSIVE_STREAM.test(name)) return true;
	const start = file.readStream(stream, 8);
	if (name === '\x01OLE') return start.length === 8 && (start.readUInt8(4) & LINK_FLAG) === 0;
	const offset = DATA_STREAMS[name];
	return offset !== undefined && (size === 0 || PICTURE.test(start.toString('hex', offset)));
}
