import { createHash } from 'node:crypto';
import { TICKET_HEADER } from './ticket';

/*
 * The page is the same for every request. Its script is text because it runs in the browser, whose types and globals
 * don't exist in n8n.
 */

const STYLE = `
	:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
	body { max-width: 38rem; margin: 0 auto; padding: 2rem 1rem; }
	h1 { margin: 0; font-size: 1.5rem; }
	form { display: grid; grid-template-columns: repeat(auto-fit, minmax(14rem, 1fr)); gap: 1rem; margin: 1.5rem 0; }
	label { display: grid; gap: 0.25rem; font-weight: 600; }
	input { box-sizing: border-box; width: 100%; padding: 0.5rem; border: 1px solid #8a8f98; border-radius: 0.375rem; font: inherit; font-weight: 400; }
	button { grid-column: 1 / -1; padding: 0.75rem; border: 0; border-radius: 0.375rem; background: #1d5fbf; color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
	button:disabled { opacity: 0.6; cursor: default; }
	:focus-visible { outline: 3px solid #e8a317; outline-offset: 2px; }
	#answer:not(:empty) { padding: 0.75rem 1rem; border-left: 0.375rem solid #8a8f98; background: #8a8f9822; }
	#answer.accepted { border-color: #2e8b57; }
	#answer.refused { border-color: #c8372d; }
	ul { margin: 0.5rem 0 0; padding-left: 1.25rem; }
`;

const SCRIPT = `
	'use strict';
	const form = document.querySelector('form');
	const button = document.querySelector('button');
	const answer = document.getElementById('answer');
	const NOT_LISTENING =
		"n8n is not listening. In the editor, click 'Execute step' in the trigger. Then click 'Send application' again.";
	const TOO_LARGE =
		'The files are probably too large. By default, n8n accepts up to 12 MB of files per application.';

	form.addEventListener('submit', async (event) => {
		event.preventDefault();
		button.disabled = true;
		show('', 'Sending…');
		const noAnswer = (error) => ['refused', \`n8n has not answered (\${error.message}).\`];
		show(...(await send().catch(noAnswer)));
		button.disabled = false;
		button.focus();
	});

	/** Shows an answer, in which n8n's texts are never HTML. */
	function show(result, sentence, problems = []) {
		const list = document.createElement('ul');
		for (const problem of problems) {
			const item = document.createElement('li');
			item.textContent = problem;
			list.append(item);
		}
		answer.className = result;
		answer.replaceChildren(sentence, ...(problems.length > 0 ? [list] : []));
	}

	async function send() {
		const body = JSON.stringify(await composeApplication());
		// Each ticket is valid for two minutes, so the form gets a new one for each application.
		const page = await fetch(location.pathname, { cache: 'no-store' });
		if (page.status === 404) return ['refused', NOT_LISTENING];
		const ticket = page.headers.get('${TICKET_HEADER}');
		if (!ticket) return ['refused', await page.text()];
		const headers = { 'Content-Type': 'application/json', '${TICKET_HEADER}': ticket };
		const response = await fetch(location.pathname, { method: 'POST', headers, body });
		const { detail, message = '', issues = [] } = await response.json().catch(() => ({}));
		const problems = issues.map((issue) => issue.message);
		if (response.ok) {
			const sentence = 'Accepted. The application is in the editor.';
			return ['accepted', problems.length > 0 ? sentence + ' Its problems:' : sentence, problems];
		}
		if (body.length > 16_000_000) problems.push(TOO_LARGE);
		return ['refused', \`Not accepted (\${response.status}). \${detail ?? message}\`, problems];
	}

	/** Returns an application as CleverConnect sends it. Empty fields are left out. */
	async function composeApplication() {
		const entries = new FormData(form);
		const text = (name) => entries.get(name) || undefined;
		return {
			id: Date.now(),
			jobId: text('jobId'),
			candidate: {
				firstName: text('firstName'),
				lastName: text('lastName'),
				email: text('email'),
			},
			attachments: [
				...(await readAttachment('resume', entries.get('resume'))),
				...(await readAttachment('letter', entries.get('letter'))),
			],
			origin: 'meteojob',
		};
	}

	async function readAttachment(type, file) {
		if (!file.name) return [];
		const url = await new Promise((resolve, reject) => {
			const reader = new FileReader();
			reader.onload = () => resolve(reader.result);
			reader.onerror = () => reject(reader.error);
			reader.readAsDataURL(file);
		});
		const content = url.slice(url.indexOf(',') + 1);
		return [{ type, contentType: file.type || undefined, content, fileName: file.name }];
	}
`;

export const PAGE = `<!doctype html>
<html lang="en">
<head>
	<meta charset="utf-8">
	<meta name="viewport" content="width=device-width">
	<title>Send a test application</title>
	<style>${STYLE}</style>
</head>
<body>
	<main>
		<h1>Send a test application</h1>
		<p>This form acts as CleverConnect. The application appears in the editor. To see what happens if something is missing, clear a field.</p>
		<form novalidate autocomplete="off">
			<label>First name <input name="firstName" value="Camille"></label>
			<label>Last name <input name="lastName" value="Example"></label>
			<label>Email <input name="email" type="email" value="camille.example@example.com"></label>
			<label>Job <input name="jobId" value="0042-BAKER"></label>
			<label>CV <input name="resume" type="file"></label>
			<label>Letter <input name="letter" type="file"></label>
			<button>Send application</button>
		</form>
		<div id="answer" role="status"></div>
	</main>
	<script>${SCRIPT}</script>
</body>
</html>
`;

/**
 * The headers with which the page is sent. It belongs to the same origin as n8n's editor, so its content security policy
 * (https://www.w3.org/TR/CSP3/) allows only this script, this style, and requests to n8n.
 */
export const PAGE_HEADERS = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy': [
		"default-src 'none'",
		`script-src '${hash(SCRIPT)}'`,
		`style-src '${hash(STYLE)}'`,
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join('; '),
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
	'Cache-Control': 'no-store',
};

function hash(text: string): string {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
