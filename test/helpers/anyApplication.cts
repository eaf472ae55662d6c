import fc from 'fast-check';
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

const maybe = (arbitrary: fc.Arbitrary<unknown>) => fc.oneof(arbitrary, anything);
const someOf = (members: Record<string, fc.Arbitrary<unknown>>) =>
	fc.record(members, { requiredKeys: [] });

const candidate = someOf({
	firstName: anything,
	email: maybe(fc.emailAddress()),
	location: anything,
});
const attachment = someOf({
	type: maybe(fc.constantFrom('resume', 'letter', '__proto__')),
	contentType: maybe(fc.constantFrom('pdf', 'docx', 'application/pdf', 'toString')),
	content: maybe(
		fc.oneof(
			fc.base64String({ maxLength: 4000 }),
			fc.constantFrom('JVBERi0xLjQK', 'UEsDBBQAAAA=', '0M8R4KGxGuE=', '***', ''),
		),
	),
	fileName: maybe(fc.string({ unit: 'binary' })),
	binaryField: anything,
});

/** Valid applications with some members replaced or added. */
export const anyApplication = fc
	.record({
		base: fc.constantFrom<object>(goodApplication(), DOCUMENTED_SAMPLE),
		id: fc.oneof({ weight: 5, arbitrary: fc.nat() }, anything),
		documented: fc.oneof(
			fc.constant({}),
			someOf({
				candidate: maybe(candidate),
				attachments: maybe(fc.array(maybe(attachment), { maxLength: 23 })),
			}),
		),
		others: fc.dictionary(names, maybe(attachment), { maxKeys: 3 }),
	})
	.map(({ base, id, documented, others }) => ({ ...base, id, ...documented, ...others }));
