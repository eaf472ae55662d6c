import { extensionOf } from '../documents';

/**
 * The extensions of files that can run, install, or connect to something when they are opened. The sources are the list
 * of extensions that Outlook blocks (support.microsoft.com, "Blocked attachments in Outlook") and equivalents on other
 * systems. A file never keeps an extension that has no MIME type, so only the most common of these are listed.
 */
const PROGRAMS: ReadonlySet<string> = new Set(
	`accdb ade adp air apk app appinstaller application appx appxbundle asx bash bat cab cdxml cer chm cjs class cmd coffee
	com cpl crt crx csh deb der dll dmg exe fxp gadget hlp hta htc img inf ini ins install iso isp its jad jar jardiff
	java jnlp js jse jsx ksh lnk lua luac mag mar mda mdb mde mjs mpkg msc msh msi msix msixbundle msp mst msu one onepkg oxt php pif
	pkg pl ppa ppam prf ps1 ps2 psc1 psm1 py pyc pyo pyw pyz rb reg rpm run scf scr sct sh shar shb shs shtml so swf tcl url
	vb vbe vbs vbox-extpack vhd vhdx vsw ws wsc wsf wsh xbap xla xlam xll xlm xpi xul`.split(/\s+/),
);
/** A browser runs the scripts of web pages, and of vector images. */
const WEB_PAGES: ReadonlySet<string> = new Set(
	'htm html mht mhtml svg svgz xht xhtml xsl xslt'.split(' '),
);

/** Whether files of this MIME type are programs, in the broad sense of the list. */
export function isProgram(type: string | undefined): boolean {
	return PROGRAMS.has(extensionOf(type) ?? '');
}

/** Whether a double click on a file with this extension can run something. */
export function isRunnable(extension: string): boolean {
	const lowerCase = extension.toLowerCase();
	return PROGRAMS.has(lowerCase) || WEB_PAGES.has(lowerCase);
}
