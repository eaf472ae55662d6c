import type { Description } from '../description.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: applications announced in Microsoft Teams',
	about: `## Applications announced in Microsoft Teams

Each application is announced in a [Microsoft Teams](https://learn.microsoft.com/graph/api/channel-post-messages) channel, with the candidate's name, the job, and a link to the execution in n8n. The CV isn't sent. Only people with access to this workflow can open the link. This template follows Microsoft's documentation as of November 2026.`,
	canvas: `
		CleverConnect Trigger | Application | Announce it`,
	steps: {
		'Announce it': step.step('microsoftTeams', 2, {
			resource: 'channelMessage',
			teamId: step.selected,
			channelId: step.selected,
			contentType: 'html',
			message: `=${step.ANNOUNCEMENT}<br><a href="${step.EXECUTION_LINK}">Open the execution</a>`,
			options: { includeLinkToWorkflow: false },
		}),
	},
	fillIn: {
		'Announce it': `- Select or create the **Microsoft Teams** credential, and select the _Team_ and the _Channel_.
- The link in _Message_ begins with the address of n8n's webhooks (\`WEBHOOK_URL\`). If your editor has a different address, change the link.`,
	},
};
