import { goodApplication } from '../../samples/exampleApplication.cts';
import { deliver } from './workflow.cts';

type Reply = Awaited<ReturnType<typeof send>>;

export const application = (id: number): string => JSON.stringify(goodApplication({ id }));

export async function send(url: string, body: string | Buffer) {
	const response = await deliver(url, body, {}, AbortSignal.timeout(60_000));
	return { status: response.status, text: await response.text() };
}

export async function sendAll(
	url: string,
	bodies: ReadonlyArray<string | Buffer>,
	concurrency: number,
): Promise<Reply[]> {
	const queue = bodies.entries();
	const replies: Reply[] = [];
	const work = async () => {
		for (const [index, body] of queue) replies[index] = await send(url, body);
	};
	await Promise.all(Array.from({ length: concurrency }, work));
	return replies;
}

export function statusOf({ text }: Reply): string | number {
	return (JSON.parse(text) as { status: string | number }).status;
}
