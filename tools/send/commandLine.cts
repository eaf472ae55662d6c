import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { Target } from './target.cts';

const SCHEMES = ['bearer', 'header', 'basic', 'query', 'none'] as const;

/** An error in the command line, with a message for the user. */
export class UsageError extends Error {}

const TARGET_OPTIONS = {
	token: { type: 'string', default: process.env.CLEVERCONNECT_TOKEN ?? '' },
	scheme: { type: 'string', default: 'bearer' },
	'header-name': { type: 'string', default: 'X-Api-Key' },
	username: { type: 'string', default: '' },
	'query-parameter': { type: 'string', default: 'token' },
	help: { type: 'boolean', short: 'h', default: false },
} as const;

export function describeTargetOptions(): string {
	return `  --token <token>          the token of your credential; to keep the token out of the history of
                           your terminal, set CLEVERCONNECT_TOKEN instead

How the sender authenticates, as in the credential:
  --scheme <scheme>        bearer (default), header, basic, query or none
  --header-name <name>     for header (default X-Api-Key)
  --username <name>        for basic
  --query-parameter <name> for query (default token); leave the token out of <url>, because it is
                           added in percent-encoded form`;
}

/** Parses the options for the target, and others. */
export function parse<T extends NonNullable<ParseArgsConfig['options']>>(
	args: readonly string[],
	others: T,
) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: { ...TARGET_OPTIONS, ...others },
		});
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

type Values = ReturnType<typeof parse<Record<never, never>>>['values'];

export function readTarget([text, ...others]: readonly string[], values: Values): Target {
	if (text === undefined) throw new UsageError('The URL is missing.');
	if (others.length > 0) throw new UsageError(`Unexpected argument "${others[0]}".`);
	if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
		throw new UsageError(
			`"${text}" is not a URL. Copy the URL from the trigger, under Webhook URLs.`,
		);
	}
	const authentication = SCHEMES.find((scheme) => scheme === values.scheme);
	if (!authentication) {
		throw new UsageError(`--scheme must be one of ${SCHEMES.join(', ')}, not "${values.scheme}".`);
	}
	if (authentication !== 'none' && values.token === '') {
		throw new UsageError(
			'The token is missing. Enter --token, or set CLEVERCONNECT_TOKEN. npm passes on --token only if there is "--" before the URL.',
		);
	}
	if (authentication === 'basic' && values.username === '') {
		throw new UsageError('--scheme basic requires --username.');
	}
	return {
		url: new URL(text),
		authentication,
		token: values.token,
		username: values.username,
		headerName: values['header-name'],
		queryParameter: values['query-parameter'],
	};
}

/** Prints an error and ends the command. */
export function reportError(command: string, error: unknown): void {
	const message = error instanceof Error ? error.message : String(error);
	const help = error instanceof UsageError ? ` For help, run npm run ${command} -- --help.` : '';
	process.stderr.write(`${message}${help}\n`);
	process.exitCode = error instanceof UsageError ? 2 : 1;
}
