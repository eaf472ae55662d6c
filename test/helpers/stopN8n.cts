export default async function stopN8n(): Promise<void> {
	await globalThis.n8nOfTheRun.stop();
}
