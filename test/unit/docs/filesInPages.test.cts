import type { INodeExecutionData } from 'n8n-workflow';
import { findBlock } from '../../../tools/docs/page.cts';
import {
	DOCX_TYPE,
	goodApplication,
	letterDocx,
	resumePdf,
} from '../../../tools/samples/exampleApplication.cts';
import { readRealFile } from '../../fixtures/files/index.cts';
import { evaluate, receive } from '../../helpers/nodeContext.cts';

async function receiveItem(body: object = goodApplication()): Promise<INodeExecutionData> {
	const [[item] = []] = (await receive({ body })).outputs;
	return item ?? { json: {} };
}

const sendEmail = findBlock('using-files.md', 'send-email').code;
const [, attachAll = ''] = /"fileAttachments": "=(.*)"/.exec(sendEmail) ?? [];

it.each([...findBlock('using-files.md', 'expressions').rows, [attachAll, 'resume,letter']])(
	'using-files.md: %s returns %s',
	async (expression = '', value) => {
		expect(String(evaluate(expression, await receiveItem()))).toBe(value);
	},
);

it.each(findBlock('moving-from-webhook.md', 'expressions').rows)(
	'moving-from-webhook.md: %s is now %s',
	async (before = '', now = '') => {
		const value = evaluate(now, await receiveItem());
		expect(value).toEqual(evaluate(before, { json: { body: goodApplication() as never } }));
		expect(['', undefined]).not.toContain(value);
	},
);

it('files-after-other-nodes.md: an item with all its files meets the condition', async () => {
	const item = await receiveItem();
	const { code } = findBlock('files-after-other-nodes.md', 'all-files-there');
	const expressions = code.replace("$('CleverConnect Trigger').item.json", '$json').trim();
	const values = expressions.split('\n').map((expression) => evaluate(expression, item));
	expect(values).toEqual(['resume,letter', 'resume,letter']);
});

it('files.md: files have the names and issues in the table', async () => {
	const PDF_TYPE = 'application/pdf';
	/** The attachment for each table row, in the same order. */
	const sent = [
		[resumePdf, 'cv.pdf', PDF_TYPE],
		[letterDocx, 'cv.docx'],
		[letterDocx, 'cv.pdf', PDF_TYPE],
		[Buffer.from('I bake.'), 'cv.pdf', PDF_TYPE],
		[Buffer.from('MZ\0\0'), 'cv.pdf', PDF_TYPE],
		[Buffer.from('GIF89a\x01\0\x01\0\0\0\0,'), 'photo.gif'],
		[readRealFile('pdf/qpdf-password-256.pdf'), 'cv.pdf', PDF_TYPE],
		[readRealFile('docx/libreoffice-vba.docm'), 'cv.docm'],
		[readRealFile('docx/poi-password.docx'), 'cv.docx', DOCX_TYPE],
		[readRealFile('docx/python-docx-remote-template.docx'), 'cv.docx'],
		[readRealFile('pdf/cut-off.pdf'), 'cv.pdf', PDF_TYPE],
		[''],
		['*'],
	];
	const { rows } = findBlock('files.md', 'types');
	const attachments = sent.map(([content, fileName, contentType]) => ({
		...{ type: 'resume', fileName, contentType },
		content: content instanceof Buffer ? content.toString('base64') : content,
	}));
	const { json, binary = {} } = await receiveItem({ ...goodApplication(), attachments });
	const entries = json.attachments as Array<{ binaryField?: string }>;
	const issues = json.issues as Array<{ code: string; path: string }>;
	const received = entries.map(({ binaryField = '' }, index) => {
		const own = issues.filter(({ path }) => path === `/attachments/${index}/content`);
		const fileName = binary[binaryField]?.fileName ?? 'no file';
		return [rows[index]?.[0], fileName, own.map(({ code }) => code).join(', ')];
	});
	expect(received).toEqual(rows);
});

it('files.md: file names are changed as in the table', async () => {
	const { rows } = findBlock('files.md', 'names');
	const content = resumePdf.toString('base64');
	const attachments = rows.map(([fileName = '']) => ({
		...{ type: 'resume' as const, content, ...(fileName !== 'none' && { fileName }) },
	}));
	const { binary = {} } = await receiveItem(goodApplication({ attachments }));
	const names = Object.values(binary).map(({ fileName }) => fileName);
	expect(names).toEqual(rows.map(([, name]) => name));
});
