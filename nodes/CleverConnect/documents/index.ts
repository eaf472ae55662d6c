export { inspectDocument, type InspectionOptions } from './inspectDocument';
export type { Inspection } from './inspectionResult';
export { extensionOf, isTextType, parseKnownType, parseMimeType, UNKNOWN_TYPE } from './mimeType';
export { BUDGET, type Budget } from './zipFile';
