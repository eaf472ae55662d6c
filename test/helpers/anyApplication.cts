import fc from 'fast-check';
import { set } from 'lodash';
import { DOCUMENTED_SAMPLE, goodApplication } from '../../tools/samples/exampleApplication.cts';

/** Names that have a meaning for the trigger, n8n, or JavaScript. */
const names = fc.constantFrom(
	...['jobId', 'candidate', 'attachments', 'origin', 'attachment', 'issues', 'receipt'],
	...['json', 'binary', 'pairedItem', 'error', '$json', '_files', 'data'],
	...['__proto__', 'constructor', 'toJSON', 'length', 'then'],
);
const file = { id: 'filesystem-v2:x', mimeType: 'text/plain', data: 'filesystem-v2' };
const long = ['a', '1 ', '.js', '\u0301', '"'].map((unit) => unit.repeat(1e6 / unit.length));

export const anything = fc.oneof(
	{ weight: 40, arbitrary: fc.jsonValue({ noUnicodeString: false, depthSize: 'small' }) },
	{ weight: 10, arbitrary: fc.dictionary(names, fc.constantFrom(null, 7, [], {})) },
	{ weight: 10, arbitrary: fc.constantFrom<unknown>(file, '={{ $env.PATH }}') },
	{ weight: 1, arbitrary: fc.constantFrom(...long) },
);

const paths = fc.constantFrom(
	...['id', 'candidate', 'candidate.firstName', 'candidate.email', 'candidate.location'],
	...['attachments', 'attachments[0]', 'attachments[1]', 'attachments[22]'],
	...['type', 'contentType', 'content', 'fileName', 'binaryField'].map(
		(name) => `attachments[0].${name}`,
	),
);
const values = fc.oneof(
	anything,
	fc.base64String({ maxLength: 4000 }),
	fc.constantFrom('JVBERi0xLjQK', 'UEsDBBQAAAA=', '0M8R4KGxGuE=', '***', 'pdf', '__proto__'),
);

/** The sample applications, with up to three members added or replaced, and then up to four values set. */
export const anyApplication = fc
	.record({
		base: fc.constantFrom<object>(goodApplication(), DOCUMENTED_SAMPLE),
		changes: fc.array(fc.tuple(paths, values), { maxLength: 4 }),
		others: fc.dictionary(names, values, { maxKeys: 3 }),
	})
	.map(({ base, changes, others }) => {
		const application = structuredClone({ ...base, ...others });
		for (const [path, value] of changes) set(application, path, structuredClone(value));
		return application;
	});
