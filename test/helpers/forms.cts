import type { ReceivedRequest } from '../../tools/n8n/servers/httpServer.cts';
import { waitUntil } from '../../tools/common/waitUntil.cts';

export async function readForm(request: ReceivedRequest): Promise<FormData> {
	const headers = { 'content-type': String(request.headers['content-type']) };
	return await new Response(request.body, { headers }).formData();
}

/** Submits an n8n form, and returns the next page. */
export async function submitForm(formUrl: string, form: FormData): Promise<string> {
	const response = await fetch(formUrl, { method: 'POST', body: form });
	const { formWaitingUrl } = (await response.json()) as { formWaitingUrl: string };
	const status = new URL(formWaitingUrl);
	status.pathname += '/n8n-execution-status';
	// Waits as the form does, because n8n never answers a request for the next page while the workflow is running.
	const isWaiting = async () => (await (await fetch(status)).text()) === 'form-waiting';
	await waitUntil('the next page', isWaiting, { seconds: 180 });
	return await (await fetch(formWaitingUrl)).text();
}
