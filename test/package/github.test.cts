import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { publishConfig } from '../../package.json';
import { NEWEST_N8N_VERSION } from '../../tools/n8n/install/installation.cts';

const FOLDER = '.github/workflows';

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

const readText = (...names: string[]) => readFileSync(path.join(...names), 'utf8');
const readWorkflow = (file: string) =>
	parse(readText(FOLDER, file)) as {
		readonly permissions: object;
		readonly jobs: Readonly<Record<string, Job>>;
	};
const files = readdirSync(FOLDER);

it.each(files)(
	'%s pins actions to a commit, cannot write to the repository, and persists no token',
	(file) => {
		const actions = readText(FOLDER, file).match(/(?<=uses: ).*/g);
		expect(actions).not.toContainEqual(
			expect.not.stringMatching(/^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/),
		);
		const { permissions, jobs } = readWorkflow(file);
		expect(permissions).toEqual({ contents: 'read' });
		for (const { permissions = {}, environment, steps } of Object.values(jobs)) {
			const { contents = 'read', 'id-token': idToken, issues, ...others } = permissions;
			expect({ contents, others }).toEqual({ contents: 'read', others: {} });
			// A job that can write issues has one step, which uses no action, and so has no code of the project.
			if (issues !== undefined) expect(steps.map(({ uses }) => uses)).toEqual([undefined]);
			// An environment can require an approval.
			if (idToken !== undefined) expect(environment).toBeDefined();
			for (const { uses, run: command, with: inputs } of steps) {
				if (uses?.includes('checkout')) expect(inputs?.['persist-credentials']).toBe(false);
				// An expression in a command could insert untrusted text.
				expect(command ?? '').not.toContain('${{');
			}
		}
	},
);

const { jobs } = readWorkflow('publish.yml');
const stepsOf = (name: string) => (jobs[name]?.steps ?? []).map(({ uses, run }) => uses ?? run);

it('publish.yml publishes the tested tarball, with provenance, in the only job that can publish', () => {
	expect(jobs).toMatchObject({ test: { needs: 'build' }, publish: { needs: 'test' } });
	expect(stepsOf('test')).toContain('TARBALL=$(ls "$PWD"/*.tgz) npm test');
	expect(stepsOf('publish')).toEqual([
		expect.stringMatching(/^actions\/setup-node@/),
		expect.stringMatching(/^actions\/download-artifact@/),
		'npm publish ./*.tgz',
	]);
	expect(publishConfig).toEqual({ access: 'public', provenance: true });
	const { publish: _publish, ...others } = jobs;
	expect(JSON.stringify(others)).not.toMatch(/id-token|secrets\./);
});

it('README.md and server.md name the versions of n8n that are tested', () => {
	const { include = [] } = readWorkflow('ci.yml').jobs.n8n?.strategy?.matrix ?? {};
	const versions = [...new Set(include.map(({ n8n }) => n8n))];
	for (const page of ['README.md', 'docs/server.md']) {
		expect(readText(page)).toContain(versions.join(' through '));
	}
	const keys = readText(FOLDER, 'ci.yml').match(/(?<=key: n8n-)[\d.]+(?=-)/g);
	expect(new Set([NEWEST_N8N_VERSION, ...(keys ?? [])])).toEqual(new Set(versions.slice(-1)));
});
