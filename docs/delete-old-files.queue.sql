-- Deletes the files of applications that are older than n8n keeps their executions. In queue mode with
-- N8N_DEFAULT_BINARY_DATA_MODE=database, n8n 2.41.1 leaves them behind. To be run daily:
--   psql -v age='14 days' -f delete-old-files.queue.sql
DELETE FROM binary_data
WHERE "sourceType" = 'execution' AND "sourceId" = 'temp' AND "createdAt" < now() - :'age'::interval;
