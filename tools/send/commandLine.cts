import type { Target } from './target.cts';

export const TARGET_OPTIONS = {
	token: { type: 'string', default: process.env.CLEVERCONNECT_TOKEN ?? '' },
	scheme: { type: 'string', default: 'bearer' },
	help: { type: 'boolean', short: 'h', default: false },
} as const;

export const TARGET_HELP = `  --token <token>          the token of your credential; to keep it out of the history of bash, type
                           it after "export CLEVERCONNECT_TOKEN; read -rs CLEVERCONNECT_TOKEN" instead
  --scheme <scheme>        how the sender authenticates, as in the credential: bearer (default),
                           header:<header name>, basic:<username>, query:<parameter> or none;
                           leave the token out of <url>, because it is added`;

export function readTarget([text = '']: readonly string[], { token = '', scheme = '' }): Target {
	if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
		throw new Error(`"${text}" is not a URL. Copy the URL from the trigger, under Webhook URLs.`);
	}
	if (!/^(?:bearer|none|(?:header|basic|query):.+)$/.test(scheme)) {
		throw new Error(`--scheme must not be "${scheme}".`);
	}
	const [authentication = '', name = ''] = scheme.split(':');
	if (authentication !== 'none' && token === '') {
		throw new Error(
			'The token is missing. Enter --token, or set CLEVERCONNECT_TOKEN. npm passes on --token only if there is "--" before the URL.',
		);
	}
	return { url: new URL(text), authentication, token, name };
}
