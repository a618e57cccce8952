-- Imports of every kind: versions of a record, batches that can be withdrawn, mappings remembered.

ALTER TABLE import_batch ADD COLUMN kind TEXT NOT NULL DEFAULT 'SPELLS';
ALTER TABLE import_batch ADD COLUMN sheet TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN mapping_sha256 TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN repetition INTEGER NOT NULL DEFAULT 0; -- the same file under the same mapping, again
ALTER TABLE import_batch ADD COLUMN unchanged_rows INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN withdrawn_at TEXT;
ALTER TABLE import_batch ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN withdrawn_reason TEXT NOT NULL DEFAULT '';

DROP INDEX import_batch_of_file;

CREATE UNIQUE INDEX import_batch_of_file ON import_batch (file_sha256, sheet, kind, mapping_sha256, repetition)
WHERE withdrawn_at IS NULL;

-- What a record was before a later import, or what a withdrawn import had brought: whole, so that it can come back.
CREATE TABLE earlier_version (
    id TEXT PRIMARY KEY,
    table_name TEXT NOT NULL,
    source_key TEXT NOT NULL,
    batch_id TEXT REFERENCES import_batch (id), -- that brought this version
    replaced_by TEXT REFERENCES import_batch (id), -- that brought the next; NULL where it was withdrawn
    row_number INTEGER NOT NULL, -- in the file that brought the next
    at TEXT NOT NULL,
    body TEXT NOT NULL, -- JSON
    UNIQUE (table_name, source_key, batch_id)
) STRICT;

CREATE INDEX earlier_version_of_batch ON earlier_version (batch_id);
CREATE INDEX earlier_version_by_replacement ON earlier_version (replaced_by);

CREATE TABLE remembered_mapping (
    headings_sha256 TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    mapping TEXT NOT NULL, -- JSON
    person TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
