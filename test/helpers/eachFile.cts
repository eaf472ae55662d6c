import { cleanUpAll } from '../../tools/common/cleanUp.cts';

// Long enough for a busy machine. A project's configuration can't set the time limit.
jest.setTimeout(900_000);

// Stops the servers that a test file has started, and deletes their folders.
afterAll(cleanUpAll);
