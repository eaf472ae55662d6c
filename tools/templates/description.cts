/** A template as a person describes it. The rest of the workflow is generated. */
export interface Description {
	/** The name of the workflow. */
	readonly name: string;
	/** The green note: what the workflow does. */
	readonly about: string;
	/** What differs from the usual trigger. `null` if the workflow starts with something else. */
	readonly trigger?: Trigger | null;
	/**
	 * The steps as they are arranged on the canvas, row by row. `Sample application` is placed above the
	 * trigger, and `Try it` to the left of it.
	 */
	readonly canvas: ReadonlyArray<readonly string[]>;
	/** The steps after `Application`. Without `next`, a step leads to the step after it in this list. */
	readonly steps: Readonly<Record<string, Step>>;
	/** The red notes: what to fill in, by the names of the steps, separated by commas. */
	readonly fillIn: Readonly<Record<string, string>>;
	/** Settings of the workflow. */
	readonly settings?: object;
}

export interface Trigger {
	readonly parameters?: { readonly output?: 'attachment'; readonly onIssues?: 'review' };
	readonly next?: Step['next'];
	/** The last paragraph of the trigger's red note. */
	readonly note?: string;
}

export interface Step {
	/** The type without the prefix of n8n's own nodes. */
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: object;
	/** For each output, the steps that follow. `Name #2` is the second input of a step. */
	readonly next?: ReadonlyArray<string | readonly string[]>;
	readonly disabled?: true;
	readonly onError?: 'continueRegularOutput';
	readonly alwaysOutputData?: true;
	readonly executeOnce?: true;
	readonly retryOnFail?: true;
	readonly maxTries?: number;
	readonly waitBetweenTries?: number;
}

export const TRIGGER_STEP = 'CleverConnect Trigger';
/** The step that starts the sample. */
export const TRY_IT = 'Try it';
/** The step that outputs the same items as the trigger. */
export const SAMPLE = 'Sample application';
