// The Code steps of the check-my-setup template.
import { judge, type CheckRequest } from '../../check/checks.cts';
import { composePage, composeText } from '../../check/report.cts';

export { composeRequests } from '../../check/checks.cts';

/** The limits of the checks if n8n itself sends the requests. */
const NOTE =
	'n8n itself sent these requests, so they might never have left your network. They do not show whether a firewall or a DNS entry keeps CleverConnect away. To find out, run "npm run check" on a computer outside your network.';

export interface Output {
	readonly statusCode?: number;
	readonly data?: string;
	readonly error?:
		| string
		| { readonly message?: string; readonly cause?: { readonly message?: string } };
}

/** Returns the results as a page and as text, and where they go next. A step's outputs are in its requests' order. */
export function report(
	url: string,
	requests: ReadonlyArray<Pick<CheckRequest, 'sending'> & { readonly title: string }>,
	outputs: Readonly<Record<CheckRequest['sending'], readonly Output[]>>,
	isForm: boolean,
) {
	const answers = requests.map(({ title, sending }, index) => {
		const position = requests.slice(0, index).filter((one) => one.sending === sending).length;
		const { statusCode: status, data, error } = outputs[sending][position] ?? {};
		const reason = typeof error === 'string' ? error : (error?.cause?.message ?? error?.message);
		return { title, status, text: data ?? reason ?? '' };
	});
	const results = judge({ url, isInN8n: true }, answers);
	const isWrong = results.some(({ mark }) => mark === '✗');
	const next = isForm ? 'page' : isWrong ? 'email' : 'nothing';
	return { next, page: composePage(results, NOTE), text: composeText(results) };
}
