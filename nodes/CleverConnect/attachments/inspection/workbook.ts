import type { CompoundFile, DirectoryEntry } from './compoundFile';

/** The classes of Excel and Microsoft Graph, in the order of their bytes in the file, and no class. */
const CLASSES = /^(?:(?:0[1-3]|1[01]|2[01])08020000000000c000000000000046|0{32})$/;
/** [MS-XLS] § 2.1: the workbook, and what can be in its file without running or loading anything. */
const CONTENTS =
	/^(?:WORKBOOK|BOOK|.(?:COMPOBJ|OLE|OLEPRES\d{3}|SUMMARYINFORMATION|DOCUMENTSUMMARYINFORMATION))$/;

/** Whether a compound file is a workbook without macros and other objects, such as the spreadsheet of a chart. */
export function isPlainWorkbook(file: CompoundFile, root: DirectoryEntry): boolean {
	const contents = file.listChildren([root]);
	return CLASSES.test(root.classId) && contents.every(({ name }) => CONTENTS.test(name));
}
