import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { openGate, type Gate } from './access';

/** A change to the credential takes effect within this time. */
const KEPT_FOR_MS = 5000;

interface Reading {
	readonly startedAt: number;
	readonly gate: Promise<Gate>;
}

/** By workflow and credential. A gate holds digests in place of the secrets. */
const readings = new Map<string, Reading>();

/**
 * Makes the gate that the trigger's credential describes.
 *
 * n8n decrypts a credential and looks for expressions in it each time it is asked, which takes as much
 * as the rest of a request. Deliveries to a published workflow come in bursts and share a reading for
 * a few seconds; while somebody builds or publishes a workflow, its credential is read as it is now.
 */
export async function readGate(
	context: IHookFunctions | IWebhookFunctions,
	now: Date,
): Promise<Gate> {
	const read = async () => openGate(await context.getCredentials('cleverConnectWebhookApi'));
	if (context.getMode() !== 'webhook') return await read();

	forgetOldReadings(now.getTime());
	const key = JSON.stringify([
		context.getWorkflow().id,
		context.getNode().credentials?.cleverConnectWebhookApi?.id,
	]);
	const recent = readings.get(key);
	if (recent) return await recent.gate;

	const reading: Reading = { startedAt: now.getTime(), gate: read() };
	readings.set(key, reading);
	const isSound = await reading.gate.then(
		(gate) => gate.sound,
		() => false,
	);
	if (!isSound && readings.get(key) === reading) readings.delete(key);
	return await reading.gate;
}

function forgetOldReadings(now: number): void {
	for (const [key, { startedAt }] of readings) {
		const age = now - startedAt;
		// Below 0 where the clock was put back.
		if (age < 0 || age >= KEPT_FOR_MS) readings.delete(key);
	}
}
