import type { Description } from '../description.cts';
import * as step from '../steps.cts';

const CHANNEL = 'your-channel';
/** In Slack, these characters begin a link or a mention of everyone. */
const ESCAPE = ".replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')";

export const description: Description = {
	name: 'CleverConnect: applications announced in Slack',
	about: `## Applications announced in Slack

Each application is announced in a [Slack](https://docs.slack.dev/reference/methods/chat.postMessage) channel (documentation as of November 2026), with the candidate's name, the job, and a link to the execution in n8n. The CV isn't sent. Only people with access to this workflow can open the link.`,
	canvas: `
		CleverConnect Trigger | Application | Details | Set up? | Announce it
		                      |             |         |         | Connect Slack`,
	reminder: ['Connect Slack', `$('Announce it').params.channelId.value !== '${CHANNEL}'`],
	steps: {
		Details: step.details('name', 'job'),
		'Announce it': step.step('slack', 2.3, {
			authentication: 'oAuth2',
			select: 'channel',
			channelId: step.selected(CHANNEL),
			text: step.announcement(ESCAPE),
			otherOptions: { includeLinkToWorkflow: false, mrkdwn: false, unfurl_links: false },
		}),
	},
	fillIn: {
		'Announce it': `Select or create the **Slack** credential, and select the channel. Invite the app to the channel first.

The link begins with the address in n8n's \`WEBHOOK_URL\` setting. If your editor has another address, change the link.`,
	},
};
