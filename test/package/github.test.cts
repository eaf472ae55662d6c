import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { publishConfig } from '../../package.json';
import { createFolder } from '../../tools/common/cleanUp.cts';
import { run } from '../../tools/common/command.cts';
import { NEWEST_N8N_VERSION } from '../../tools/n8n/install/installation.cts';

const ROOT = path.join(__dirname, '..', '..');
const GITHUB = path.join(ROOT, '.github');

interface Job {
	readonly needs?: string;
	readonly environment?: unknown;
	readonly permissions?: Readonly<Record<string, string>>;
	readonly strategy?: { readonly matrix: { readonly include?: ReadonlyArray<{ n8n: string }> } };
	readonly steps: ReadonlyArray<{
		readonly uses?: string;
		readonly run?: string;
		readonly with?: Readonly<Record<string, unknown>>;
	}>;
}

const readText = (...names: string[]) => readFileSync(path.join(GITHUB, ...names), 'utf8');
const readWorkflow = (file: string) =>
	parse(readText('workflows', file)) as {
		readonly permissions: object;
		readonly jobs: Readonly<Record<string, Job>>;
	};

const workflowFiles = readdirSync(path.join(GITHUB, 'workflows'));

it("GitHub's language service reports no problem in the workflows", async () => {
	const script = path.join(__dirname, '..', 'helpers', 'checkGitHubActions.mjs');
	const files = workflowFiles.map((file) => path.join('.github', 'workflows', file));
	const findings = await run(process.execPath, ['--import', 'tsx', script, ...files], {
		cwd: ROOT,
	});
	expect(JSON.parse(findings)).toEqual([]);
});

describe.each(workflowFiles)('workflows/%s', (file) => {
	const workflow = readWorkflow(file);
	const jobs = Object.values(workflow.jobs);

	it('pins actions to a commit, with the version in a comment', () => {
		const lines = readText('workflows', file).match(/uses: .*/g) ?? [];
		expect(lines).not.toEqual([]);
		for (const line of lines) {
			expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/);
		}
	});

	it('has read access to the source only, and does not persist its token', () => {
		expect(workflow.permissions).toEqual({ contents: 'read' });
		for (const { permissions = {}, environment, steps } of jobs) {
			const { contents = 'read', 'id-token': idToken, issues, ...others } = permissions;
			expect({ contents, others }).toEqual({ contents: 'read', others: {} });
			// A job that can write issues runs no code of the project or of others.
			if (issues !== undefined) expect(steps.map(({ uses }) => uses)).toEqual([undefined]);
			// An environment can require an approval.
			if (idToken !== undefined) expect(environment).toBeDefined();
			const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
			for (const checkout of checkouts) expect(checkout.with?.['persist-credentials']).toBe(false);
		}
	});

	it('has no expressions in commands, because expressions could insert untrusted text', () => {
		const commands = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
		for (const command of commands) expect(command).not.toContain('${{');
	});
});

describe('workflows/publish.yml', () => {
	const { jobs } = readWorkflow('publish.yml');
	const stepsOf = (name: string) => (jobs[name]?.steps ?? []).map(({ uses, run }) => uses ?? run);

	it('publishes with provenance the tarball that the tests have tested', () => {
		expect(jobs).toMatchObject({ test: { needs: 'build' }, publish: { needs: 'test' } });
		expect(stepsOf('test')).toContain('TARBALL=$(ls "$PWD"/*.tgz) npm test');
		expect(stepsOf('publish')).toEqual([
			expect.stringMatching(/^actions\/setup-node@/),
			expect.stringMatching(/^actions\/download-artifact@/),
			'npm publish ./*.tgz',
		]);
		expect(publishConfig).toEqual({ access: 'public', provenance: true });
	});

	it('allows only the "publish" job to publish', () => {
		const allowed = Object.entries(jobs).filter(
			([, job]) => job.permissions?.['id-token'] ?? JSON.stringify(job).includes('secrets.'),
		);
		expect(allowed.map(([name]) => name)).toEqual(['publish']);
	});

	it('refuses a tag whose commit is not on main', async () => {
		const [checkout, ...steps] = jobs.build?.steps ?? [];
		// Without the history, git cannot tell which commits are on main.
		expect(checkout?.with?.['fetch-depth']).toBe(0);
		const check = steps.find(({ run: command }) => command?.includes('merge-base'))?.run ?? '';
		const cwd = await createFolder('tag');
		const bash = async (script: string, GITHUB_SHA = '') =>
			await run('bash', ['-e', '-c', script], { cwd, env: { GITHUB_SHA } });
		const commit = 'git -c user.name=A -c user.email=a@example.com commit -q --allow-empty -m A';
		await bash(`git init -q; ${commit}; git update-ref refs/remotes/origin/main HEAD; ${commit}`);
		await bash(check, 'HEAD~1');
		await expect(bash(check, 'HEAD')).rejects.toThrow('is not on main');
	});
});

it.each(['README.md', 'docs/compatibility.md'])(
	'%s names the versions of n8n that are tested',
	(page) => {
		const entries = readWorkflow('ci.yml').jobs.n8n?.strategy?.matrix.include ?? [];
		const versions = [...new Set(entries.map(({ n8n }) => n8n))];
		const text = readFileSync(path.join(ROOT, page), 'utf8');
		expect(text).toContain(`tested with n8n ${versions.join(' through ')}`);
		expect(versions.at(-1)).toBe(NEWEST_N8N_VERSION);
		const keys = [...readText('workflows', 'ci.yml').matchAll(/key: n8n-([\d.]+)-/g)];
		for (const [, version] of keys) expect(version).toBe(versions.at(-1));
	},
);
