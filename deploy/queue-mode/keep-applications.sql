-- If a worker, Redis, or PostgreSQL dies in queue mode, n8n can delete an execution's data. This database trigger
-- keeps the application.
CREATE OR REPLACE FUNCTION keep_application() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- The data of an execution with an application contains this field of the application's receipt.
	IF OLD.data LIKE '%"bodySha256"%' AND NEW.data NOT LIKE '%"bodySha256"%' THEN
		NEW.data := OLD.data;
	END IF;
	RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER keep_application
	BEFORE UPDATE OF data ON execution_data
	FOR EACH ROW EXECUTE FUNCTION keep_application();
