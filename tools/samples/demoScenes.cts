import { inventApplication } from './inventApplication.cts';
import { FAULTS, type Delivery, type FaultName } from './faults.cts';
import { seedRandom } from './random.cts';

export interface Scene {
	readonly title: string;
	readonly delivery: Delivery;
	/** The files that must come out. */
	readonly files: Readonly<Record<string, Buffer>>;
}

/** The applicant of this seed sends a CV in PDF and a letter in Word. */
const invented = inventApplication(seedRandom(192), 4711);

/** What the demo shows: a good, a doubtful and a forged application. */
export const SCENES: readonly Scene[] = [
	{
		title: 'A complete application: the CV is a PDF file and the letter is a Word file',
		delivery: spoil('none'),
		files: { ...invented.files },
	},
	{
		title: "CleverConnect's own sample: the e-mail address and the PDF are not real ones",
		delivery: spoil('documented-sample'),
		files: { resume: Buffer.from('Cleverconnect rocks') },
	},
	{
		title: 'A forged application: the token is wrong',
		delivery: spoil('wrong-token'),
		files: {},
	},
];

function spoil(fault: FaultName): Delivery {
	const [delivery] = FAULTS[fault].spoil(invented);
	if (!delivery) throw new Error(`${fault} sends nothing`);
	return delivery;
}
