// Long enough for a busy machine. A project's configuration can't set the time limit.
jest.setTimeout(900_000);
