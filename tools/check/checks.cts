// `npm run check` and the check-my-setup template share these checks.
import type { Answer } from '../send/target.cts';

/** RFC 5737 reserves this address for documentation, so no sender has it. */
const FORGED = { 'x-forwarded-for': '192.0.2.1' };
/** RFC 1918, RFC 6598, RFC 4193, loopback, and link-local addresses. */
const PRIVATE_ADDRESS =
	/^(?:10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^(?:::1$|f[cd]|fe[89ab])/i;
const DOCS = 'https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect/blob/main/docs';

export interface Setup {
	readonly url: string;
	/** Whether the checks run in the n8n that they check. */
	readonly isInN8n?: boolean;
}

export interface CheckRequest {
	/** `toN8n` also sends the token, but to n8n itself instead of the proxy. */
	readonly sending: 'withToken' | 'withoutToken' | 'toN8n';
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** The number of `ICAg` in place of each `{padding}` in the body. `ICAg` is Base64 for three spaces. */
	readonly padding: number;
	readonly seconds: number;
}

export type CheckAnswer = Answer & Pick<Result, 'title'>;

export interface Result {
	readonly title: string;
	readonly mark: '✓' | '✗' | '–';
	readonly found: string;
	/** What a red check means for applications. */
	readonly meaning: string;
	readonly help: string;
}

type Verdict = readonly [mark: Result['mark'], found: string];
type Difference = Partial<CheckRequest> & { readonly files?: number };

interface Check extends Pick<Result, 'title' | 'meaning' | 'help'> {
	/**
	 * Returns the differences from a correct application, or `undefined` if the check is impossible. Without this
	 * function, the check judges the answer to the correct application itself.
	 */
	readonly request?: (setup: Setup) => Difference | undefined;
	readonly judge: (answer: CheckAnswer, setup: Setup) => Verdict;
}

const NOT_CHECKED: Verdict = ['–', 'not checked'];
const CORRECT = 'A correct application is accepted';

const CHECKS: readonly Check[] = [
	{
		title: 'HTTPS with a valid certificate',
		meaning: "CleverConnect can't send applications, or others can read them on the way.",
		help: 'proxy-and-https.md',
		judge: (answer, { url }) => {
			if (!url.startsWith('https:')) return ['✗', 'The URL begins with http://.'];
			return answer.status === undefined ? ['✗', describe(answer)] : ['✓', ''];
		},
	},
	{
		title: 'http:// delivers nothing',
		meaning:
			'If CleverConnect uses http:// by mistake, others can read applications and the token.',
		help: 'proxy-and-https.md',
		request: ({ url }) => ({
			sending: 'withoutToken',
			url: url.replace(/^https:(\/\/(?:\[[^\]]*\]|[^/:]*))(?::\d+)?/, 'http:$1'),
		}),
		judge: (answer) => {
			// n8n answers in JSON, and a proxy usually doesn't. Senders take 2xx for a confirmation.
			const isTaken = /^2/.test(String(answer.status)) || Object.keys(read(answer)).length > 0;
			return [isTaken ? '✗' : '✓', describe(answer)];
		},
	},
	{
		title: CORRECT,
		meaning: 'Applications are refused, or marked as faulty.',
		help: 'troubleshooting.md#the-sender-gets-an-error',
		judge: (answer) => {
			if (answer.status === undefined) return NOT_CHECKED;
			const issues = (read(answer).issues ?? []).map(({ message }) => message).join(' ');
			const found = issues || `${describe(answer)} ${ADVICE[answer.status] ?? ''}`.trim();
			return [isChecked(answer) && issues === '' ? '✓' : '✗', found];
		},
	},
	...['no token', 'a wrong token'].map(
		(token): Check => ({
			title: `An application with ${token} gets 401`,
			meaning: 'Strangers might be able to send applications.',
			help: 'settings.md#authentication',
			request: () => ({
				sending: 'withoutToken',
				headers: token === 'no token' ? {} : { authorization: 'Bearer a-guessed-token' },
			}),
			judge: expectStatus(401),
		}),
	),
	{
		title: "n8n sees the sender's own address",
		meaning: 'Allowed IP Addresses can exclude CleverConnect, or admit strangers.',
		help: 'proxy-and-https.md#settings-of-n8n',
		request: () => ({ headers: FORGED }),
		judge: (answer, { isInN8n }) => {
			const { sourceIp: seen } = read(answer).receipt ?? {};
			if (seen === undefined) return ['✗', describe(answer)];
			if (seen === FORGED['x-forwarded-for']) {
				return [
					'✗',
					'n8n trusts an address that the sender invents. N8N_PROXY_HOPS is too high, or your proxy passes X-Forwarded-For on unchanged.',
				];
			}
			if (!PRIVATE_ADDRESS.test(seen)) return ['✓', seen];
			return isInN8n || seen === answer.ownAddress
				? ['–', `n8n sees ${seen}. Only a check from outside shows what it sees on the internet.`]
				: ['✗', `n8n sees ${seen}, which is probably your proxy. Set N8N_PROXY_HOPS.`];
		},
	},
	{
		title: 'n8n expects the proxy in front of it',
		meaning: 'Allowed IP Addresses can exclude CleverConnect, because n8n sees only your proxy.',
		help: 'proxy-and-https.md#settings-of-n8n',
		// A URL with https:// usually leads to a proxy, because n8n itself uses http:// by default.
		request: ({ url, isInN8n }) =>
			isInN8n && url.startsWith('https:') ? { sending: 'toN8n', headers: FORGED } : undefined,
		judge: (answer) => {
			if (!isChecked(answer)) return ['–', `n8n itself: ${describe(answer)}`];
			const isExpected = read(answer).receipt?.sourceIp === FORGED['x-forwarded-for'];
			return isExpected ? ['✓', ''] : ['✗', 'N8N_PROXY_HOPS is 0 or not set.'];
		},
	},
	{
		title: 'A sender that asks for HTTP/2 is answered',
		meaning: 'Applications from some senders, such as Java programs, are lost.',
		help: 'troubleshooting.md#the-sender-times-out-and-n8ns-log-is-empty',
		request: () => ({ headers: UPGRADE, seconds: 10 }),
		judge: expectStatus(200, 101),
	},
	{
		title: 'An unknown URL gets 404',
		meaning: 'If CleverConnect uses a wrong URL, it might take the answer for a confirmation.',
		help: 'answers.md#404-there-is-no-such-url',
		request: ({ url }) => ({
			sending: 'withoutToken',
			// Only the last /applications counts, because the path of n8n itself can contain it too.
			url: url.replace(
				/[^/]+(?=\/applications\/?(?:[?#]|$))/,
				'00000000-0000-4000-8000-000000000000',
			),
		}),
		judge: expectStatus(404),
	},
	{
		// Comes last, because the other requests would wait for this one.
		title: '20 MB of files arrive',
		meaning: 'Applications with large files are lost.',
		help: 'files.md#sizes',
		request: () => ({ files: 10, padding: 2_000_000 / 3, seconds: 120 }),
		judge: expectStatus(200),
	},
];

/** RFC 7540 § 3.2. Java's HttpClient sends these headers over http://. */
const UPGRADE = {
	connection: 'Upgrade, HTTP2-Settings',
	upgrade: 'h2c',
	'http2-settings': 'AAMAAABkAAQAAP__',
};

const ADVICE: Readonly<Record<number, string>> = {
	401: "The trigger's credential has another token or Authentication, or a proxy removes the token.",
	403: 'Allowed IP Addresses probably excludes the address of this check.',
	404: "Publish the workflow, and compare the URL with the trigger's Production URL.",
};

/** Returns the requests in order. If the first one isn't answered with 200, the others are useless. */
export function composeRequests(
	setup: Setup,
	sample: { readonly attachments: readonly object[] },
): Array<CheckRequest & Pick<Result, 'title'>> {
	const compose = (title: string, { headers, files = 1, ...rest }: Difference) => ({
		sending: 'withToken' as const,
		url: setup.url,
		padding: 0,
		seconds: 30,
		...rest,
		title,
		headers: { 'content-type': 'application/json', 'x-check-only': 'true', ...headers },
		body: JSON.stringify({
			...sample,
			attachments: Array<readonly object[]>(files).fill(sample.attachments).flat(),
		}),
	});
	const others = CHECKS.flatMap(({ title, request }) => {
		const difference = request?.(setup);
		return difference ? compose(title, difference) : [];
	});
	return [compose(CORRECT, {}), ...others];
}

/** Returns the results of all checks that are possible, including checks without an answer. */
export function judge(setup: Setup, answers: readonly CheckAnswer[]): Result[] {
	const [correct] = answers;
	return CHECKS.flatMap(({ request, judge: decide, ...texts }) => {
		if (request && !request(setup)) return [];
		const own = answers.find(({ title }) => title === texts.title);
		const answer = request ? correct && isChecked(correct) && own : correct;
		const [mark, found] = answer ? decide(answer, setup) : NOT_CHECKED;
		return { ...texts, mark, found, help: `${DOCS}/${texts.help}` };
	});
}

function expectStatus(...expected: readonly number[]): Check['judge'] {
	return (answer) => {
		const isExpected = answer.status === 200 ? isChecked(answer) : true;
		return [isExpected && expected.includes(answer.status ?? 0) ? '✓' : '✗', describe(answer)];
	};
}

function isChecked(answer: CheckAnswer): boolean {
	return answer.status === 200 && read(answer).status === 'checked';
}

type Body = Partial<{
	readonly status: unknown;
	readonly detail: string;
	readonly message: string;
	readonly issues: ReadonlyArray<{ readonly message: string }>;
	readonly receipt: { readonly sourceIp: string };
}>;

function read({ text }: CheckAnswer): Body {
	try {
		return Object(JSON.parse(text)) as Body;
	} catch {
		return {};
	}
}

function describe(answer: CheckAnswer): string {
	if (answer.status === undefined) return `no answer (${answer.text})`;
	const { detail, message } = read(answer);
	const text = isChecked(answer) ? 'accepted' : (detail ?? message ?? '');
	return [answer.status, text.slice(0, 160)].filter(Boolean).join(': ');
}
