import { get } from 'lodash';
import { builderHint } from '../../../nodes/CleverConnect/trigger/editorTexts';
import { parameters } from '../../../nodes/CleverConnect/settings/properties';
import { receive } from '../../helpers/nodeContext.cts';
import { goodApplication } from '../../../tools/samples/exampleApplication.cts';

it("the hints for n8n's assistant name only fields that an item has", async () => {
	const text = JSON.stringify([builderHint, parameters]);
	const output = { parameters: { output: 'attachment' } };
	const { outputs } = await receive({ body: goodApplication() }, output);
	const fields = [...text.matchAll(/\$json\.([\w.]+\w)/g)].map(([, field = '']) => field);
	expect(fields).toContain('candidate.email');
	for (const field of fields) expect(get(outputs[0]?.[0]?.json, field)).toBeDefined();
});
