-- Deletes the files of applications that are older than n8n keeps their executions. In queue mode with
-- N8N_DEFAULT_BINARY_DATA_MODE=database, n8n 2.41.1 leaves them behind, as it does those of all triggers:
-- theirs are deleted too, and so are those of executions that still wait. To be run daily: see scaling.md.
DELETE FROM binary_data
WHERE "sourceType" = 'execution' AND "sourceId" = 'temp' AND "createdAt" < now() - :'age'::interval;
