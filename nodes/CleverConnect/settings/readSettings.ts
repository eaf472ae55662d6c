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
import * as trigger from './properties';

const ENGINE_2 =
	"This workflow is set to n8n's engine 2.0, which cannot receive files. Remove 'engineType' from the workflow's settings, and publish the workflow again.";

const FILE_TYPES =
	'Enter file extensions such as pdf, or MIME types such as application/pdf, separated by commas.';
const FILE_NAMES = `You can use ${PLACEHOLDERS.map((name) => `{${name}}`).join(', ')}.`;

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
	const faults: string[] = [];
	const read = <Value>(property: INodeProperties, given: unknown): Value => {
		const value = given ?? property.default;
		if (isAllowed(value, property)) return value as Value;
		faults.push(`'${property.displayName}' has an invalid value.`);
		return property.default as Value;
	};
	const added = context.getNodeParameter('options', {}) as IDataObject;
	const parameter = <Value>(property: INodeProperties) =>
		read<Value>(property, context.getNodeParameter(property.name));
	const option = <Value>(property: INodeProperties) => read<Value>(property, added[property.name]);

	const acceptedTypes = parseAcceptedTypes(option(trigger.acceptedFileTypes));
	const fileNames = parseFileNamePattern(option(trigger.fileNames));
	const settings = {
		onIssues: parameter<'flag' | 'review'>(trigger.onIssues),
		output: parameter<'application' | 'attachment'>(trigger.output),
		acceptedTypes,
		fileNames,
		language: option<'en' | 'fr' | 'de'>(trigger.language),
		reportRefusals: option<boolean>(trigger.reportRefusals),
		skipDuplicates: option<boolean>(trigger.skipDuplicates),
	};
	faults.push(
		...acceptedTypes.faults.map(
			(entry) => `'Accepted File Types' contains "${entry}", which is not a file type.`,
		),
		...(acceptedTypes.faults.length > 0 ? [FILE_TYPES] : []),
		...fileNames.faults.map(
			(part) => `'File Names' contains "${part}", which does not stand for a value.`,
		),
		...(fileNames.faults.length > 0 ? [FILE_NAMES] : []),
	);
	if (faults.length === 0) return settings;
	throw new NodeOperationError(context.getNode(), faults.join(' '), {
		description: `Open this trigger, correct the option, and publish the workflow again. If this message appears again, see ${linkTo('troubleshooting', 'Troubleshooting')}. ${NOTHING_TO_RETRY}`,
	});
}

/** Whether a value is valid for a parameter. n8n itself checks such values only in the editor. */
function isAllowed(
	value: unknown,
	{ type, options: choices = [] }: Pick<INodeProperties, 'type' | 'options'>,
): boolean {
	if (type !== 'options') return typeof value === type;
	return choices.some((choice) => 'value' in choice && choice.value === value);
}
