-- What people write on a month of a chart. An empty clinician_id is the team's own chart.
CREATE TABLE annotation (
    id           TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL,
    measure      TEXT NOT NULL,
    month        TEXT NOT NULL,                 -- 2026-08
    text         TEXT NOT NULL CHECK (text <> ''),
    author_id    TEXT NOT NULL,
    author       TEXT NOT NULL,
    written_at   TEXT NOT NULL,                 -- UTC
    withdrawn_by TEXT,
    withdrawn_at TEXT,                          -- UTC
    revision     INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;

CREATE INDEX annotation_of_clinician ON annotation (clinician_id, measure);

CREATE TRIGGER annotation_is_kept BEFORE DELETE ON annotation
BEGIN SELECT RAISE(ABORT, 'notes on charts are withdrawn, not deleted'); END;

CREATE TRIGGER annotation_keeps_its_words BEFORE UPDATE ON annotation
WHEN (NEW.clinician_id, NEW.measure, NEW.month, NEW.text, NEW.author_id, NEW.author, NEW.written_at)
    IS NOT (OLD.clinician_id, OLD.measure, OLD.month, OLD.text, OLD.author_id, OLD.author, OLD.written_at)
BEGIN SELECT RAISE(ABORT, 'what was written on a chart stays as it was'); END;
