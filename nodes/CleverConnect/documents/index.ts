export { inspectDocument, type Inspection } from './inspectDocument';
export { extensionOf, isTextType, parseKnownType, parseMimeType, UNKNOWN_TYPE } from './mimeType';
