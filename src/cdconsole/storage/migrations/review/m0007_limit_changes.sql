-- Where a person has a chart's limits begin anew, or leave a month out. An empty clinician_id is the team's own chart.
CREATE TABLE limit_change (
    id               TEXT PRIMARY KEY,
    clinician_id     TEXT NOT NULL,
    measure          TEXT NOT NULL,
    kind             TEXT NOT NULL CHECK (kind IN ('rebase', 'exclude')),
    month            TEXT NOT NULL,             -- 2026-08
    reason           TEXT NOT NULL CHECK (reason <> ''),
    author_id        TEXT NOT NULL,
    author           TEXT NOT NULL,
    written_at       TEXT NOT NULL,             -- UTC
    withdrawn_by     TEXT,
    withdrawn_at     TEXT,                      -- UTC
    withdrawn_reason TEXT,
    revision         INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL)),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))
) STRICT;

CREATE INDEX limit_change_of_clinician ON limit_change (clinician_id, measure);

CREATE TRIGGER limit_change_is_kept BEFORE DELETE ON limit_change
BEGIN SELECT RAISE(ABORT, 'changes of limits are withdrawn, not deleted'); END;

CREATE TRIGGER limit_change_keeps_its_words BEFORE UPDATE ON limit_change
WHEN (NEW.clinician_id, NEW.measure, NEW.kind, NEW.month, NEW.reason, NEW.author_id, NEW.author, NEW.written_at)
    IS NOT (OLD.clinician_id, OLD.measure, OLD.kind, OLD.month, OLD.reason, OLD.author_id, OLD.author, OLD.written_at)
BEGIN SELECT RAISE(ABORT, 'why limits were changed stays as it was written'); END;
