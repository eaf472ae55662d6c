import { execFile } from 'node:child_process';
import { TOKEN } from '../../tools/n8n/client/workflow.cts';

/**
 * Runs `npm run check`, and returns its exit code and the titles of the red checks.
 *
 * @param certificate the file with the certificate to trust
 */
export async function runCheck(url: string, certificate?: string): Promise<unknown[]> {
	const args = ['tools/run.mjs', 'check', url, '--token', TOKEN];
	const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
	return await new Promise((resolve) => {
		execFile(process.execPath, args, { env }, (error, report) => {
			const wrong = [...report.matchAll(/^✗ (.*?) {2}/gm)].map(([, title]) => title);
			resolve([error?.code ?? 0, ...wrong]);
		});
	});
}
