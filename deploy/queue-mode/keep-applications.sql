-- Makes PostgreSQL keep an application whose execution n8n empties when a worker, Redis, or PostgreSQL
-- dies. For n8n in queue mode: see README.md.
CREATE OR REPLACE FUNCTION keep_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- Every application has this field in its receipt until its execution ends.
	IF OLD.data LIKE '%"bodySha256"%' AND NEW.data NOT LIKE '%"bodySha256"%' THEN
		NEW.data := OLD.data;
	END IF;
	RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER keep_application
	BEFORE UPDATE OF data ON execution_data
	FOR EACH ROW EXECUTE FUNCTION keep_application();
