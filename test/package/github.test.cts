import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { publishConfig } from '../../package.json';
import { NEWEST_N8N_VERSION } from '../../tools/n8n/install/installation.cts';

const FOLDER = '.github/workflows';

interface Job {
	readonly strategy?: { readonly matrix: { readonly include?: ReadonlyArray<{ n8n: string }> } };
	readonly steps: ReadonlyArray<{ readonly uses?: string; readonly run?: string }>;
}

const readText = (...names: string[]) => readFileSync(path.join(...names), 'utf8');
const readWorkflow = (file: string) =>
	parse(readText(FOLDER, file)) as { readonly jobs: Readonly<Record<string, Job>> };

it.each(readdirSync(FOLDER))('%s pins actions, and cannot write to the repository', (file) => {
	const text = readText(FOLDER, file);
	expect(text.match(/(?<=uses: ).*/g)).not.toContainEqual(
		expect.not.stringMatching(/^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/),
	);
	expect(text).toContain('\npermissions:\n  contents: read\n\n');
	expect(text).not.toMatch(/contents: write|write-all/);
});

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
