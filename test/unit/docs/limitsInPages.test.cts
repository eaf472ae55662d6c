import { readFileSync } from 'node:fs';
import path from 'node:path';
import { KEPT_FOR_MS } from '../../../nodes/CleverConnect/access/credentialCache';
import {
	MINIMUM_DIFFERENT_CHARACTERS,
	MINIMUM_SECRET_LENGTH,
} from '../../../nodes/CleverConnect/access/credentialRules';
import { MAXIMUM_ID_LENGTH } from '../../../nodes/CleverConnect/application/requireIdAndCandidate';
import { APPLICATION_LIMITS } from '../../../nodes/CleverConnect/application/applicationLimits';
import { MAXIMUM_NAME_BYTES } from '../../../nodes/CleverConnect/common/safeName';
import {
	MAXIMUM_AGE_MS,
	MAXIMUM_DELIVERIES,
	MAXIMUM_PROGRESS_MS,
	SAVED_DELIVERIES,
} from '../../../nodes/CleverConnect/duplicates/historyLimits';
import { FAILURE_INTERVAL_MS } from '../../../nodes/CleverConnect/failedExecutionLimit';
import { SUMMARY_LENGTHS } from '../../../nodes/CleverConnect/items/summary';
import { DOCS_FOLDER } from '../../../tools/docs/page.cts';

const WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const say = (count: number) => WORDS[count] ?? count.toLocaleString('en');

const minutes = `${say(MAXIMUM_PROGRESS_MS / 60_000)} minutes`;
const days = `${say(MAXIMUM_AGE_MS / (24 * 60 * 60_000))} days`;
const seconds = `${say(KEPT_FOR_MS / 1000)} seconds`;
/** How often a trigger with a faulty credential starts a failed execution. */
const often = FAILURE_INTERVAL_MS === 60_000 ? 'a minute' : `${FAILURE_INTERVAL_MS / 1000} seconds`;
const { other, title, email } = SUMMARY_LENGTHS;
const { attachments, depth, values, textMegabytes } = APPLICATION_LIMITS;

it.each([
	['../SECURITY.md', `one failed execution ${often}`],
	['answers.md', `one request ${often} for each trigger`],
	['changing-the-token.md', `Wait ${seconds}`],
	['confirmation.md', `can take longer than ${minutes} isn't quick`],
	['duplicates.md', `hasn't responded after ${minutes}`],
	['duplicates.md', `the last ${say(MAXIMUM_DELIVERIES)} applications from the last ${days}`],
	['duplicates.md', `the last ${say(SAVED_DELIVERIES)} applications`],
	['files.md', `at most ${MAXIMUM_NAME_BYTES} bytes`],
	['issue-codes.md', `more than ${attachments} attachments`],
	['issue-codes.md', `deeper than ${depth} levels`],
	['issue-codes.md', `more than ${say(values)} values`],
	['issue-codes.md', `longer than ${textMegabytes} MB`],
	['moving-from-webhook.md', `at least ${MINIMUM_SECRET_LENGTH} characters`],
	['payload.md', `text of at most ${MAXIMUM_ID_LENGTH} characters`],
	['payload.md', `at most ${other} characters (\`title\` ${title}, \`email\` ${email})`],
	[
		'settings.md',
		`at least ${MINIMUM_SECRET_LENGTH} characters (${say(MINIMUM_DIFFERENT_CHARACTERS)} of them different)`,
	],
	['settings.md', `takes effect within ${seconds}`],
	['troubleshooting.md', `once ${often}`],
	['troubleshooting.md', `for up to ${minutes}`],
	['troubleshooting.md', `takes effect within ${seconds}`],
	['troubleshooting.md', `deeper than ${depth} levels`],
])('%s states: %s', (page, statement) => {
	expect(readFileSync(path.join(DOCS_FOLDER, page), 'utf8')).toContain(statement);
});
