const REPOSITORY = 'https://github.com/n8n-nodes-cleverconnect/n8n-nodes-cleverconnect';

/** The pages to which texts in n8n's editor link. */
export const PAGES = {
	message: `${REPOSITORY}/blob/main/docs/for-the-sender.md#message-to-cleverconnect`,
	troubleshooting: `${REPOSITORY}/blob/main/docs/troubleshooting.md`,
} as const;

export function linkTo(page: keyof typeof PAGES, text: string): string {
	return `<a href="${PAGES[page]}" target="_blank">${text}</a>`;
}

/**
 * A sentence for the trigger's own errors, because n8n would run the workflow with an empty item if someone retried the
 * failed execution.
 */
export const NOTHING_TO_RETRY =
	"An execution that failed with this message contains no application, so don't retry it.";
