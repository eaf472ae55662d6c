import { inventApplication } from './inventApplication.cts';
import { FAULTS, type Delivery, type FaultName } from '../send/faults.cts';
import { seedRandom } from './random.cts';

export interface Scene {
	readonly title: string;
	readonly delivery: Delivery;
	/** The expected files of the item, by binary field. */
	readonly files: Readonly<Record<string, Buffer>>;
}

/** With this seed, the CV is a PDF and the letter is a Word file. */
const invented = inventApplication(seedRandom(192), 4711);

/** The scenes of the demo: a valid, a suspicious, and a forged application. */
export const SCENES: readonly Scene[] = [
	{
		title: 'A complete application: the CV is a PDF file and the letter is a Word file',
		delivery: makeDelivery('none'),
		files: { ...invented.files },
	},
	{
		title: "CleverConnect's own sample: the e-mail address and the PDF are not real ones",
		delivery: makeDelivery('documented-sample'),
		files: { resume: Buffer.from('Cleverconnect rocks') },
	},
	{
		title: 'A forged application: the token is wrong',
		delivery: makeDelivery('wrong-token'),
		files: {},
	},
];

function makeDelivery(fault: FaultName): Delivery {
	const [delivery] = FAULTS[fault].applyTo(invented);
	if (!delivery) throw new Error(`${fault} sends nothing`);
	return delivery;
}
