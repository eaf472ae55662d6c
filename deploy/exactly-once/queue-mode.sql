-- What queue-mode.workflow.json remembers: which applications were begun, and which are done.
CREATE TABLE application (
	id text PRIMARY KEY,
	claimed_at timestamptz NOT NULL DEFAULT now(),
	done_at timestamptz
);
