import fc from 'fast-check';
import { BlockList, isIPv6 } from 'node:net';
import { parseAllowlist } from '../../../nodes/CleverConnect/access/allowlist';
import { parseAcceptedTypes } from '../../../nodes/CleverConnect/attachments/acceptedTypes';
import { makeFileName } from '../../../nodes/CleverConnect/attachments/fileName';
import { decodeBase64, measureBase64 } from '../../../nodes/CleverConnect/common/base64';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';
import { setUpBinaryStore } from '../../helpers/nodeContext.cts';
import { receiveHostile } from '../../helpers/receiveHostile.cts';

// If a property doesn't hold, fast-check prints the seed and the smallest counterexample.

jest.setTimeout(60_000);

let tearDown: () => Promise<void>;
beforeAll(async () => {
	tearDown = await setUpBinaryStore('default');
});
afterAll(async () => await tearDown());

const anything = fc.jsonValue({ noUnicodeString: false, depthSize: 'medium' });
const maybe = <T,>(arbitrary: fc.Arbitrary<T>) => fc.oneof(arbitrary, anything);

const attachment = maybe(
	fc.record(
		{
			type: maybe(fc.constantFrom('resume', 'letter')),
			contentType: maybe(fc.constantFrom('pdf', 'application/pdf', 'docx', 'image/png')),
			content: maybe(fc.base64String()),
			fileName: maybe(fc.string({ unit: 'binary' })),
		},
		{ requiredKeys: [] },
	),
);

const application = fc.record(
	{
		id: fc.oneof(fc.maxSafeInteger(), fc.string({ minLength: 1, maxLength: 64 }), anything),
		jobId: anything,
		candidate: maybe(
			fc.record(
				{ firstName: anything, email: maybe(fc.emailAddress()), location: anything },
				{ requiredKeys: [] },
			),
		),
		attachments: maybe(fc.array(attachment, { maxLength: 22 })),
		origin: anything,
	},
	{ requiredKeys: [] },
);

describe('a request', () => {
	it.each([
		['any JSON value', anything],
		['an application with random faults', application],
	])('with %s is refused in the documented form or becomes an item', async (_name, bodies) => {
		await fc.assert(
			fc.asyncProperty(bodies as fc.Arbitrary<unknown>, async (body) => {
				await receiveHostile({ body });
			}),
			{ numRuns: 1000 },
		);
	});

	it('with any headers gets a response without an exception', async () => {
		const headers = fc.dictionary(
			fc.constantFrom('authorization', 'content-type', 'x-forwarded-for', 'x-api-key'),
			fc.string({ unit: 'binary' }),
		);
		const body = goodApplication({ attachments: [] });
		await fc.assert(
			fc.asyncProperty(headers, async (some) => {
				await receiveHostile({ body, headers: some });
			}),
			{ numRuns: 300 },
		);
	});
});

describe('base64', () => {
	const bytes = fc.uint8Array({ maxLength: 2000 }).map((array) => Buffer.from(array));

	it('of any bytes is decoded to the same bytes, however it is split into lines', () => {
		fc.assert(
			fc.property(
				bytes,
				fc.integer({ min: 1, max: 80 }),
				fc.boolean(),
				(original, width, isPadded) => {
					const text = original.toString('base64');
					const lines = (isPadded ? text : text.replace(/=+$/, '')).match(
						new RegExp(`.{1,${width}}`, 'g'),
					);
					const wrapped = (lines ?? []).join('\r\n');
					expect(decodeBase64(wrapped)?.equals(original)).toBe(true);
					expect(measureBase64(wrapped)).toBe(original.length);
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('is decoded only if the decoded bytes encode to the same digits', () => {
		const almost = fc.string({
			unit: fc.constantFrom(...'ABCDwxyz0189+/=-_ \n,;:é\u0141\0'),
			maxLength: 40,
		});
		fc.assert(
			fc.property(fc.oneof(almost, fc.string({ unit: 'binary' })), (text) => {
				const decoded = decodeBase64(text);
				if (decoded === undefined) return;
				const digits = text.replace(/[\s=]/g, '').replace(/^data:[^,]*,/i, '');
				expect(digits).toMatch(/^[A-Za-z0-9+/]*$/);
				const encoded = decoded.toString('base64').replace(/=+$/, '');
				// The last digit may have unused bits (RFC 4648 § 3.5).
				expect(encoded.slice(0, -1)).toBe(digits.slice(0, -1));
				expect(encoded.length).toBe(digits.length);
				expect(measureBase64(text)).toBe(decoded.length);
			}),
			{ numRuns: 3000 },
		);
	});
});

it('any file name becomes a safe name, and a safe name does not change', () => {
	const pieces = fc.constantFrom(
		'/',
		'\\',
		'..',
		'.',
		' ',
		'.pdf',
		'.exe',
		'.js',
		'.ps1',
		'.docx',
		'CON',
		'nul .',
		'\u202e',
		'é',
		'👩',
	);
	const names = fc.oneof(
		fc.string({ unit: 'binary', maxLength: 300 }),
		fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }).map((parts) => parts.join('')),
	);
	const type = fc.option(fc.constantFrom('application/pdf', 'image/png'), { nil: undefined });
	const accepted = parseAcceptedTypes('pdf, doc, docx');
	fc.assert(
		fc.property(names, type, type, (sent, provenType, declaredType) => {
			const naming = { fallback: 'resume', accepted, provenType, declaredType };
			const name = makeFileName({ ...naming, sent });
			expect(name).toMatch(/^[^/\\:*?"<>|\p{Cc}\p{Cf}\p{Cs}\p{Co}]+$/u);
			expect(name).not.toMatch(/^[-. ]|[. ]$/);
			expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d) *(?:\.|$)/i);
			expect(Buffer.byteLength(name)).toBeLessThanOrEqual(150);
			expect(name).toBe(name.normalize('NFC'));
			const isPdf = provenType === 'application/pdf';
			expect(name).toMatch(isPdf ? /\.pdf$/i : /\.(?:pdf|docx?|png|bin)$/i);
			expect(makeFileName({ ...naming, sent: name })).toBe(name);
		}),
		{ numRuns: 5000 },
	);
});

it("an allowlist matches the same addresses as Node.js's block list", () => {
	const entry = fc.oneof(
		fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
		fc.tuple(
			fc.ipV6().filter((address) => !address.includes('.')),
			fc.integer({ min: 0, max: 128 }),
		),
	);
	fc.assert(
		fc.property(
			fc.array(entry, { minLength: 1, maxLength: 5 }),
			fc.oneof(fc.ipV4(), fc.ipV6()),
			fc.nat(4),
			fc.boolean(),
			(entries, stranger, pick, isNear) => {
				const [near] = entries[pick % entries.length] ?? [stranger];
				const address = isNear ? near : stranger;
				// An allowlist and a block list interpret addresses such as ::203.0.113.7 differently.
				fc.pre(!/^::\d+\.\d/.test(address) && !/^::ffff:/i.test(address));
				const family = (text: string) => (isIPv6(text) ? 'ipv6' : 'ipv4');
				// A block list treats IPv4 addresses as mapped IPv6 addresses, which ::/0 would contain.
				const reference = new BlockList();
				for (const [network, prefix] of entries) {
					if (family(network) !== family(address)) continue;
					reference.addSubnet(network, prefix, family(network));
				}
				const allowlist = parseAllowlist(entries.map((parts) => parts.join('/')).join(', '));
				if (!allowlist.ok) throw new Error(allowlist.error.join());
				expect(allowlist.value.allows(address)).toBe(reference.check(address, family(address)));
			},
		),
		{ numRuns: 3000 },
	);
});
