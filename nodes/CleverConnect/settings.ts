import {
	NodeOperationError,
	type IDataObject,
	type IHookFunctions,
	type INodeProperties,
	type IWebhookFunctions,
} from 'n8n-workflow';
import { parseAcceptedTypes, type AcceptedTypes } from './attachments';
import { linkTo, NOTHING_TO_RETRY } from './common/documentationLinks';
import { usesEngine2 } from './n8nLifecycle';
import { options, parameters, type OptionValues } from './trigger/properties';

interface ParameterValues extends OptionValues {
	readonly responseMode: 'onReceived' | 'lastNode';
	readonly onIssues: 'flag' | 'review' | 'reject';
	readonly output: 'application' | 'attachment';
}

/** The trigger's parameters, checked and ready to use. */
export interface Settings extends Omit<ParameterValues, 'acceptedFileTypes' | 'maxFileSize'> {
	readonly acceptedTypes: AcceptedTypes;
	/** `Infinity` if only n8n's own limit on the body applies. */
	readonly maxFileMegabytes: number;
}

const ENGINE_2 =
	"This workflow is set to n8n's engine 2.0, which cannot receive files. Remove 'engineType' from the workflow's settings, and publish the workflow again.";

/**
 * Checks and returns the trigger's parameters. The check runs when someone publishes the workflow, and for each
 * delivery.
 *
 * @throws NodeOperationError that tells the owner what to correct. During a delivery, such an error makes n8n return
 * 500 and record a failed execution, so the owner sees the error and the sender can try again.
 */
export function readSettings(context: IHookFunctions | IWebhookFunctions): Settings {
	if (usesEngine2(context)) {
		throw new NodeOperationError(context.getNode(), ENGINE_2, { description: NOTHING_TO_RETRY });
	}
	const added = context.getNodeParameter('options', {}) as IDataObject;
	const values = [
		...parameters.map((property) => [property, context.getNodeParameter(property.name)] as const),
		...options.map((property) => [property, added[property.name]] as const),
	].map(([property, value]) => [property, value ?? property.default] as const);
	const faults = values
		.filter(([property, value]) => !isAllowed(value, property))
		.map(([{ displayName }]) => `'${displayName}' has an invalid value.`);
	throwFaults(context, faults);

	const { acceptedFileTypes, maxFileSize, ...settings } = Object.fromEntries(
		// Hand-written JSON can contain a number as text.
		values.map(([{ name, type }, value]) => [name, type === 'number' ? Number(value) : value]),
	) as unknown as ParameterValues;
	const acceptedTypes = parseAcceptedTypes(acceptedFileTypes);
	const wrongTypes = acceptedTypes.faults.map(
		(entry) => `'Accepted File Types' contains "${entry}", which is not a file type.`,
	);
	throwFaults(
		context,
		wrongTypes,
		'Enter file extensions such as pdf, or MIME types such as application/pdf, separated by commas.',
	);
	return {
		...settings,
		acceptedTypes,
		maxFileMegabytes: maxFileSize || Infinity,
	};
}

function throwFaults(
	context: IHookFunctions | IWebhookFunctions,
	faults: readonly string[],
	...remedy: readonly string[]
): void {
	if (faults.length === 0) return;
	throw new NodeOperationError(context.getNode(), [...faults, ...remedy].join(' '), {
		description: `Open this trigger, correct the option, and publish the workflow again. If this message appears again, see ${linkTo('troubleshooting', 'Troubleshooting')}. ${NOTHING_TO_RETRY}`,
	});
}

/** Whether a value is valid for a parameter. n8n itself checks values only in the editor. */
export function isAllowed(
	value: unknown,
	{ type, options: choices = [], typeOptions = {} }: Omit<INodeProperties, 'name' | 'displayName'>,
): boolean {
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = typeOptions;
	switch (type) {
		case 'options':
			return choices.some((choice) => 'value' in choice && choice.value === value);
		case 'number': {
			if (typeof value !== 'number' && typeof value !== 'string') return false;
			const number = Number(value);
			const isPrecise = numberPrecision !== 0 || Number.isInteger(number);
			return number >= minValue && number <= maxValue && isPrecise;
		}
		default:
			return typeof value === type;
	}
}
