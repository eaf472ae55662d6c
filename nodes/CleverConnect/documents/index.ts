export { inspectDocument } from './inspectDocument';
export type { Inspection } from './inspection';
export { extensionOf, isTextType, parseKnownType, parseMimeType, UNKNOWN_TYPE } from './mimeType';
