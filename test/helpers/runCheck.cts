import { execFile } from 'node:child_process';
import { TOKEN } from '../../tools/n8n/client/workflow.cts';

/** Returns the titles of the red checks in a report. */
export function findWrong(report: string): string[] {
	return [...report.matchAll(/^✗ (.*?) {2}/gm)].map(([, title = '']) => title);
}

/** Runs `npm run check`, and returns its exit code and the titles of its red checks. It trusts the given certificate. */
export async function runCheck(url: string, certificate?: string): Promise<unknown[]> {
	const args = ['tools/run.mjs', 'check', url, '--token', TOKEN];
	const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate };
	return await new Promise((resolve) => {
		execFile(process.execPath, args, { env }, (error, report) =>
			resolve([error?.code ?? 0, ...findWrong(report)]),
		);
	});
}
