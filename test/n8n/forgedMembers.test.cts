import type { Item } from '../../tools/n8n/client/session.cts';
import { TRIGGER } from '../../tools/n8n/client/workflow.cts';
import { goodApplication, resumePdf } from '../../tools/samples/exampleApplication.cts';
import { execute } from '../helpers/execute.cts';
import { n8n } from '../helpers/n8n.cts';

// The trigger removes members that have a meaning for n8n. This test shows what n8n would do with one of them.

it('a forged _files member does not give access to the files of another execution', async () => {
	const receiveFiles = async (body: object) => {
		const execution = await execute(n8n, { settings: { binaryMode: 'combined' } }, body);
		const { json, binary } = execution.itemOf(TRIGGER);
		// Earlier n8n versions don't have the setting.
		return (json._files ?? binary ?? {}) as NonNullable<Item['binary']>;
	};
	const files = await receiveFiles(goodApplication());
	expect(Object.keys(files)).toEqual(['resume', 'letter']);

	const attachments = (goodApplication().attachments ?? []).slice(0, 1);
	const forged = goodApplication({ attachments, _files: { letter: files.letter } });
	expect(await n8n.session.readFiles(await receiveFiles(forged))).toEqual({ resume: resumePdf });
});
