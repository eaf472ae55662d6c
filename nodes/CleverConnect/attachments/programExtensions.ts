/**
 * The extensions of files that can run, install, or connect to something when they are opened. The sources are the list
 * of extensions that Outlook blocks (support.microsoft.com, "Blocked attachments in Outlook") and equivalents on other
 * systems, without those of most documents that a browser shows, such as HTML. A file never keeps an extension that has
 * no MIME type, so only the most common of these are listed.
 */
const PROGRAMS: ReadonlySet<string> = new Set(
	`accdb ade adp air apk app appinstaller application appx appxbundle asx bash bat cab cdxml cer chm cjs class cmd coffee
	com cpl crt crx csh deb der dll dmg exe fxp gadget hlp hta htc img inf ini ins install iso isp its jad jar jardiff
	java jnlp js jse jsx ksh lnk lua luac mag mar mda mdb mde mjs mpkg msc msh msi msix msixbundle msp mst msu oxt php pif
	pkg pl ppa ppam prf ps1 ps2 psc1 psm1 py pyc pyo pyw pyz rb reg rpm run scf scr sct sh shar shb shs shtml so swf tcl url
	vb vbe vbs vbox-extpack vhd vhdx vsw ws wsc wsf wsh xbap xla xlam xll xlm xpi xul`.split(/\s+/),
);

/** Whether files with this extension are programs, in the broad sense of the list. */
export function isProgram(extension: string): boolean {
	return PROGRAMS.has(extension.toLowerCase());
}
