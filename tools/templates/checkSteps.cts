import { buildSync } from 'esbuild';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { composeRequests } from '../check/checks.cts';
import { PADDED_APPLICATION } from '../samples/paddedApplication.cts';

/** The limits of the checks if n8n itself sends the requests. */
const NOTE =
	'n8n itself sent these requests, so they might never have left your network. They do not show whether a firewall or a DNS entry keeps CleverConnect away. To find out, run "npm run check" on a computer outside your network.';

const { outputFiles } = buildSync({
	stdin: {
		contents: "export * from './checks.cts'; export * from './report.cts';",
		resolveDir: path.join(__dirname, '..', 'check'),
		loader: 'ts',
	},
	bundle: true,
	charset: 'utf8',
	format: 'esm',
	platform: 'neutral',
	target: 'es2022',
	write: false,
});
const CHECKS = String(outputFiles[0]?.text).replace(/export \{[^}]*\};\n$/, '');

/** The JavaScript that composes the requests. */
export const REQUESTS = `${CHECKS}
const application = ${JSON.stringify(PADDED_APPLICATION)};
// The same application in compressed form
const data = '${compress()}';
const body = { data, mimeType: 'application/json', fileName: 'application.json.gz' };
return composeRequests($input.first().json, application).map((json) => ({ json, binary: { body } }));
`;

/** The JavaScript that judges the answers. */
export const RESULTS = `${CHECKS}
const NOTE = ${JSON.stringify(NOTE)};
const results = judge($('Where to').first().json, $input.all().map(({ json }) => json));
const isRed = results.some(({ mark }) => mark === '✗');
return [{ json: { isRed, page: composePage(results, NOTE), text: composeText(results) } }];
`;

function compress(): string {
	const [{ body } = { body: '' }] = composeRequests({ url: '' }, PADDED_APPLICATION);
	const bytes = gzipSync(body.replaceAll('{padding}', ''), { level: 0 });
	// RFC 1952: the operating system, which would make the step depend on who generates it.
	bytes[9] = 255;
	return bytes.toString('base64');
}
