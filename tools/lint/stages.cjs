/**
 * The parts of the node, each with the parts that it may import. A delivery passes through `access`, `application`,
 * `duplicates`, `attachments`, and `items`, in this order.
 */
const PARTS = {
	common: [],
	documents: [],
	n8nLifecycle: [],
	request: ['common'],
	'responses/refusals': ['common', 'n8nLifecycle'],
	access: ['common', 'responses/refusals', 'request'],
	testForm: ['access', 'n8nLifecycle', 'request'],
	application: ['common', 'responses/refusals', 'request'],
	duplicates: ['common'],
	fileNames: ['common', 'documents'],
	attachments: ['common', 'documents', 'fileNames'],
	issues: ['attachments', 'common', 'documents', 'fileNames'],
	items: ['application', 'attachments', 'common', 'fileNames', 'issues'],
	settings: ['attachments', 'common', 'fileNames', 'n8nLifecycle'],
	responses: ['attachments', 'common', 'items', 'n8nLifecycle', 'request', 'settings'],
	trigger: ['access', 'common', 'settings'],
};

const NODE = '^nodes/CleverConnect/';
/** Matches a part's file, or each file in a part's folder. */
const among = (parts) => `${NODE}(${parts.join('|')})(/|\\.ts$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{ name: 'cycle', severity: 'error', from: {}, to: { circular: true } },
		...Object.entries(PARTS).map(([part, imported]) => ({
			name: `imports-of-${part}`,
			severity: 'error',
			from: { path: among([part]) },
			to: { path: NODE, pathNot: among([part, ...imported]) },
		})),
		{
			name: 'part-without-rule',
			severity: 'error',
			from: { path: `${NODE}(receive|CleverConnectTrigger\\.node)\\.ts$` },
			to: { path: NODE, pathNot: among([...Object.keys(PARTS), 'receive']) },
		},
		{
			// `documents` could be a package of its own, so it depends only on these packages.
			name: 'imports-of-documents-from-packages',
			severity: 'error',
			from: { path: among(['documents']) },
			to: { pathNot: [NODE, '^node_modules/(@types/)?(pako|mime-types)/', '^crypto$'] },
		},
		{
			name: 'inside-documents',
			severity: 'error',
			from: { path: NODE, pathNot: among(['documents']) },
			to: { path: among(['documents']), pathNot: `${NODE}documents/index\\.ts$` },
		},
	],
	options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true },
};
