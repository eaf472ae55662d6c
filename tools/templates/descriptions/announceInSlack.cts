import type { Description } from '../description.cts';
import { harmless } from '../expressions.cts';
import * as step from '../steps.cts';

export const description: Description = {
	name: 'CleverConnect: applications announced in Slack',
	about: `## Applications announced in Slack

Each application is announced in a [Slack](https://docs.slack.dev/reference/methods/chat.postMessage) channel, with a link to the execution in n8n. The CV isn't sent, and only people with access to this workflow can open the link.

**For Microsoft Teams**, replace _Announce it_ with **Microsoft Teams**, _Create message_ of a channel, and enter the same text.

**Nobody has tried this template with a real account.** It follows Slack's documentation as of November 2026.`,
	canvas: `
		CleverConnect Trigger | Application | Title and link | Announce it`,
	steps: {
		'Title and link': step.set({
			title: harmless('title', 'no name'),
			link: "={{ $execution.resumeUrl.split('/webhook-waiting')[0] }}/workflow/{{ $workflow.id }}/executions/{{ $execution.id }}",
		}),
		'Announce it': step.step('slack', 2.3, {
			authentication: 'oAuth2',
			select: 'channel',
			channelId: step.selected,
			text: `=New application: {{ $('Title and link').item.json.title }}\n<{{ $('Title and link').item.json.link }}|Open the execution>`,
			otherOptions: { includeLinkToWorkflow: false, unfurl_links: false },
		}),
	},
	fillIn: {
		'Announce it': `- Select or create the **Slack** credential with an account that is a member of the channel, and select the _Channel_.
- The link in _Title and link_ begins with the address of n8n's webhooks. If your editor has a different address, change it.`,
	},
};
