-- The table for postgresql.workflow.json. It stores when each application was claimed and when it was handed over.
-- See docs/exactly-once.md.
CREATE TABLE application (
	id text PRIMARY KEY,
	claimed_at timestamptz NOT NULL DEFAULT now(),
	done_at timestamptz
);
