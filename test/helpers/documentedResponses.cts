import { gzipSync } from 'node:zlib';
import {
	FAILING_NODE,
	waitingNode,
	type ReceiverOptions,
} from '../../tools/n8n/client/workflow.cts';
import { goodApplication } from '../../tools/samples/exampleApplication.cts';

export interface Sent {
	readonly options?: ReceiverOptions;
	/** Replaces the credential once the workflow is published. */
	readonly credential?: object;
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
	/** How the application is sent twice. The test checks the second response or, with `at once`, one other than 200. */
	readonly twice?: 'in turn' | 'at once';
}

const { email: _email, ...candidate } = goodApplication().candidate;

export const LAST_NODE = { parameters: { responseMode: 'lastNode' } };

/** The requests that produce the responses in docs/answers.md, by the names in the `test:` comments above these. */
export const DOCUMENTED_RESPONSES: Readonly<Record<string, Sent>> = {
	accepted: {},
	'accepted-with-issues': { body: { ...goodApplication(), candidate } },
	duplicate: { twice: 'in turn' },
	checked: {
		body: goodApplication({ attachments: (goodApplication().attachments ?? []).slice(0, 1) }),
		headers: { 'x-check-only': 'true' },
	},
	'wrong-token': { headers: { authorization: '' } },
	'address-not-allowed': {
		options: { credential: { authentication: 'none', allowedIps: '203.0.113.7' } },
		headers: { 'x-forwarded-for': '203.0.113.7' },
	},
	'file-too-large': {
		options: { parameters: { options: { maxFileSize: 5 } } },
		body: goodApplication({
			attachments: [{ content: Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64') }],
		}),
	},
	'not-announced-as-json': {
		body: 'id=4711',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	},
	'no-application': { body: { id: 4711 } },
	'no-json': { body: '{"id":' },
	'unsound-credential': { credential: { authentication: 'none' } },
	'unsound-credential-between-failures': {
		credential: { authentication: 'none' },
		twice: 'in turn',
	},
	'workflow-failed': { options: { ...LAST_NODE, next: [FAILING_NODE] } },
	'too-large-for-n8n': {
		// Compressed, because n8n would disconnect before it has received all of a body that is too large.
		get body() {
			return gzipSync(JSON.stringify(goodApplication({ origin: 'x'.repeat(65 * 1024 * 1024) })));
		},
		headers: { 'content-encoding': 'gzip' },
	},
	'duplicate-in-progress': {
		options: { ...LAST_NODE, next: [waitingNode(3)] },
		twice: 'at once',
	},
};
