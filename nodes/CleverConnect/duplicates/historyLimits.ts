/** The maximum number of accepted deliveries to a trigger that each n8n process remembers. */
export const MAXIMUM_DELIVERIES = 1000;
/** The maximum number of saved deliveries for each trigger. It is small because each save writes all of them. */
export const SAVED_DELIVERIES = 128;
/** The maximum time for which an accepted delivery is remembered. */
export const MAXIMUM_AGE_MS = 7 * 24 * 60 * 60 * 1000;
/** The time after which a delivery without a response no longer counts as in progress. */
export const MAXIMUM_PROGRESS_MS = 5 * 60 * 1000;
