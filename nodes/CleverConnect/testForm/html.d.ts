/** An HTML file's text. */
declare module '*.html' {
	const html: string;
	export default html;
}
