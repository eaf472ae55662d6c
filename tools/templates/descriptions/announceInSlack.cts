import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: applications announced in Slack',
	about: `## Applications announced in Slack

Each application is announced in a [Slack](https://docs.slack.dev/reference/methods/chat.postMessage) channel, with the candidate's name, the job, and a link to the execution in n8n. The CV isn't sent. Only people with access to this workflow can open the link. This template follows Slack's documentation as of November 2026.`,
	canvas: `
		CleverConnect Trigger | Application | Announce it`,
	steps: {
		'Announce it': step.step('slack', 2.3, {
			authentication: 'oAuth2',
			select: 'channel',
			channelId: step.selected,
			text: `=${step.ANNOUNCEMENT}\n<${step.EXECUTION_LINK}|Open the execution>`,
			otherOptions: { includeLinkToWorkflow: false, unfurl_links: false },
		}),
	},
	fillIn: {
		'Announce it': `- Select or create the **Slack** credential with an account that is a member of the channel, and select the _Channel_.
- The link in _Message Text_ begins with the address of n8n's webhooks (\`WEBHOOK_URL\`). If your editor has a different address, change the link.`,
	},
};
