/** A template as a person describes it. The rest of the workflow is generated. */
export interface Description {
	readonly name: string;
	/** The green note: what the workflow does. */
	readonly about: string;
	/** Where own steps belong, unless that is after the last one. */
	readonly ownSteps?: string;
	/** How the trigger differs from the usual one. `null` if the workflow starts with something else. */
	readonly trigger?: Trigger | null;
	/** The rows of the canvas, with `|` between their steps. A step leads to the one to its right, unless `wires` differs. */
	readonly canvas: string;
	/** The next steps of a step, unless there is only the one to its right. `|` separates outputs; `,` separates steps. */
	readonly wires?: Readonly<Record<string, string>>;
	/** All steps, except the trigger and `Application` if there is a trigger. */
	readonly steps: Readonly<Record<string, Step>>;
	/** What to fill in, by step names separated by commas. The trigger's note precedes these notes. */
	readonly fillIn: Readonly<Record<string, string>>;
}

export interface Trigger {
	readonly parameters?: {
		readonly output?: 'attachment';
		readonly onIssues?: 'review';
		readonly options?: { readonly fileNames: string };
	};
	/** The end of the trigger's note. */
	readonly note?: string;
}

/** A step with the members that n8n stores, but without its ID, name, and position. */
export interface Step {
	/** The type without the name of the package. */
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: object;
	readonly [setting: string]: unknown;
}

export const TRIGGER_STEP = 'CleverConnect Trigger';
