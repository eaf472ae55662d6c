import type { Description } from '../description.cts';
import { detail } from '../expressions.cts';
import * as step from '../steps.cts';

const CHANNEL = 'your-channel';
const TEXT = `${detail('text')} + '\\n<' + ${detail('link')} + '|Open the execution>'`;
/** With `verbatim`, Slack turns only text between `<` and `>` into links and mentions. */
const BLOCK = `{ type: 'section', text: { type: 'mrkdwn', verbatim: true, text: ${TEXT} } }`;

export const description: Description = {
	name: 'CleverConnect: applications announced in Slack',
	about: `## Applications announced in Slack

Each application is announced in a [Slack](https://docs.slack.dev/reference/methods/chat.postMessage) channel, with the candidate's name, the job, and a link to the execution in n8n. The CV isn't sent. Only people with access to this workflow can open the link. This template follows Slack's documentation as of November 2026.`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Announce it
		                      |             |         |         | Connect Slack`,
	reminder: ['Connect Slack', `$('Announce it').params.channelId.value !== '${CHANNEL}'`],
	steps: {
		Details: step.announcement,
		'Announce it': step.step('slack', 2.3, {
			authentication: 'oAuth2',
			select: 'channel',
			channelId: step.selected(CHANNEL),
			messageType: 'block',
			blocksUi: `={{ JSON.stringify({ blocks: [${BLOCK}] }) }}`,
			otherOptions: { includeLinkToWorkflow: false, unfurl_links: false },
		}),
	},
	fillIn: {
		Details: `_link_ begins with the address in n8n's \`WEBHOOK_URL\` setting. If your editor has a different address, change the link.`,
		'Announce it': `Invite your Slack app to the channel. Select or create the **Slack** credential, and select the channel.`,
	},
};
