import { cleanUpAll } from '../../tools/common/cleanUp.cts';

// Long enough for a busy machine. A project's configuration can't set the time limit.
jest.setTimeout(900_000);

// Stops the programs that a test file has started, and deletes its folders.
afterAll(cleanUpAll);
