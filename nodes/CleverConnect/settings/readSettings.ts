import {
	NodeOperationError,
	type IDataObject,
	type IHookFunctions,
	type INodeProperties,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { parseAcceptedTypes } from '../attachments/acceptedTypes';
import { linkTo, NOTHING_TO_RETRY } from '../common/documentationLinks';
import { parseFileNamePattern, PLACEHOLDERS } from '../fileNames/fileNamePattern';
import { usesEngine2 } from '../n8nLifecycle';
import { options, parameters } from './properties';

/** The values of the parameters and options. */
interface Values {
	onIssues: 'flag' | 'review';
	output: 'application' | 'attachment';
	acceptedFileTypes: string;
	fileNames: string;
	language: 'en' | 'fr' | 'de';
	reportRefusals: boolean;
	skipDuplicates: boolean;
}

const ENGINE_2 =
	"This workflow is set to n8n's engine 2.0, which cannot receive files. Remove 'engineType' from the workflow's settings, and publish the workflow again.";
const NO_FILE_TYPE =
	'which is not a file type. Enter file extensions such as pdf, or MIME types such as application/pdf, separated by commas.';
const NO_PLACEHOLDER = `which does not stand for a value. You can use ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}.`;

/**
 * Checks and returns the trigger's parameters when someone publishes or tests the workflow, and for each authorized
 * delivery.
 *
 * @throws NodeOperationError that tells the owner what to correct. During a delivery, `receive` decides whether the
 * sender gets 500 or 503.
 */
export function readSettings(context: IHookFunctions | IWebhookFunctions) {
	if (usesEngine2(context)) {
		throw new NodeOperationError(context.getNode(), ENGINE_2, { description: NOTHING_TO_RETRY });
	}
	const values: IDataObject = { ...(context.getNodeParameter('options', {}) as IDataObject) };
	for (const { name } of parameters) values[name] = context.getNodeParameter(name) as string;
	for (const property of [...parameters, ...options]) values[property.name] ??= property.default;
	const { acceptedFileTypes, fileNames, ...others } = values as unknown as Values;

	const acceptedTypes = parseAcceptedTypes(String(acceptedFileTypes));
	const fileNamePattern = parseFileNamePattern(String(fileNames));
	const faults = [
		...[...parameters, ...options]
			.filter((property) => !isAllowed(values[property.name], property))
			.map(({ displayName }) => `'${displayName}' has an invalid value.`),
		...describeWrong('Accepted File Types', acceptedTypes.faults, NO_FILE_TYPE),
		...describeWrong('File Names', fileNamePattern.faults, NO_PLACEHOLDER),
	];
	if (faults.length === 0) return { ...others, acceptedTypes, fileNames: fileNamePattern };
	throw new NodeOperationError(context.getNode(), faults.join(' '), {
		description: `Open this trigger, correct the option, and publish the workflow again. If this message appears again, see ${linkTo('troubleshooting', 'Troubleshooting')}. ${NOTHING_TO_RETRY}`,
	});
}

/** Whether a value is valid for a parameter. n8n itself checks such values only in the editor. */
function isAllowed(value: unknown, { type, options: choices = [] }: INodeProperties): boolean {
	if (type !== 'options') return typeof value === type;
	return choices.some((choice) => 'value' in choice && choice.value === value);
}

function describeWrong(label: string, wrong: readonly string[], fault: string): string[] {
	if (wrong.length === 0) return [];
	return [`'${label}' contains ${wrong.map((part) => `"${part}"`).join(', ')}, ${fault}`];
}
