-- The exposure log as people keep it: the share of the work that was lost, and entries withdrawn with a reason.
ALTER TABLE exposure ADD COLUMN fraction REAL NOT NULL DEFAULT 1 CHECK (fraction > 0 AND fraction <= 1);
ALTER TABLE exposure ADD COLUMN withdrawn TEXT NOT NULL DEFAULT '';

-- Data queries: whose months are asked about, and the batch that mended them.
ALTER TABLE data_query ADD COLUMN clinician_id TEXT REFERENCES clinician (id);
ALTER TABLE data_query ADD COLUMN first_month TEXT NOT NULL DEFAULT '';
ALTER TABLE data_query ADD COLUMN last_month TEXT NOT NULL DEFAULT '';
ALTER TABLE data_query ADD COLUMN batch_id TEXT REFERENCES import_batch (id);
