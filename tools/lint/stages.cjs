/** A delivery passes through these stages, in this order. A stage imports neither a later stage nor the code that runs it. */
const STAGES = ['access', 'application', 'redeliveries', 'attachments', 'items'];

const NODE = '^nodes/CleverConnect/';
const among = (names) => `${NODE}(${names.join('|')})`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{ name: 'cycle', severity: 'error', from: {}, to: { circular: true } },
		...STAGES.map((stage, index) => ({
			name: `back-to-${stage}`,
			severity: 'error',
			from: { path: among([`${stage}/`]) },
			to: {
				path: among([
					...STAGES.slice(index + 1).map((later) => `${later}/`),
					'trigger/',
					'settings',
					'receive',
				]),
			},
		})),
		{
			name: 'common',
			severity: 'error',
			from: { path: among(['common/']) },
			to: { path: NODE, pathNot: among(['common/']) },
		},
		{
			name: 'request',
			severity: 'error',
			from: { path: among(['request', 'n8nLifecycle']) },
			to: { path: NODE, pathNot: among(['common/']) },
		},
	],
	options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true },
};
