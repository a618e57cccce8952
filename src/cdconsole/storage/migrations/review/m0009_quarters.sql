-- The quarter: what was frozen of each clinician and of the team, what people made of it, and to whom it was released.
-- An empty clinician_id is the team, as it is elsewhere in this section.
ALTER TABLE quarter_freeze ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
ALTER TABLE quarter_freeze ADD COLUMN reason TEXT NOT NULL DEFAULT '';  -- why it was frozen again
ALTER TABLE quarter_freeze ADD COLUMN frozen_by_id TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX quarter_freeze_version ON quarter_freeze (quarter, version);

CREATE TABLE quarter_part (
    id              TEXT PRIMARY KEY,
    freeze_id       TEXT NOT NULL REFERENCES quarter_freeze (id),
    clinician_id    TEXT NOT NULL,
    clinician_name  TEXT NOT NULL,
    body            BLOB NOT NULL,              -- Zstandard over JSON
    sha256          TEXT NOT NULL,
    revision        INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1),
    UNIQUE (freeze_id, clinician_id)
) STRICT;

CREATE TRIGGER quarter_part_stays_as_it_was BEFORE UPDATE ON quarter_part
BEGIN SELECT RAISE(ABORT, 'a frozen quarter never changes'); END;
CREATE TRIGGER quarter_part_is_kept BEFORE DELETE ON quarter_part
BEGIN SELECT RAISE(ABORT, 'a frozen quarter never changes'); END;

-- A row is one sitting of one author, as of a review's notes; an empty measure is the quarter as a whole. ``figures`` is
-- the SHA-256 of the figures that were looked at: where those of a later freeze differ, it has to be read again.
ALTER TABLE interpretation ADD COLUMN considered TEXT NOT NULL DEFAULT '';
ALTER TABLE interpretation ADD COLUMN figures TEXT NOT NULL DEFAULT '';
ALTER TABLE interpretation ADD COLUMN begun_at TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX interpretation_revision
    ON interpretation (clinician_id, measure, first_month, last_month, revision);

ALTER TABLE release_event ADD COLUMN reason TEXT NOT NULL DEFAULT '';   -- why it was not released
ALTER TABLE release_event ADD COLUMN is_disputed INTEGER NOT NULL DEFAULT 0 CHECK (is_disputed IN (0, 1));
ALTER TABLE release_event ADD COLUMN released_by_id TEXT NOT NULL DEFAULT '';
ALTER TABLE release_event ADD COLUMN interpretations TEXT NOT NULL DEFAULT '';  -- which rows were released, by id
CREATE INDEX release_event_of_freeze ON release_event (freeze_id, clinician_id);

CREATE TRIGGER interpretation_grows_within_its_sitting BEFORE UPDATE ON interpretation
WHEN (
    (NEW.id, NEW.clinician_id, NEW.measure, NEW.first_month, NEW.last_month, NEW.author_id, NEW.author, NEW.begun_at)
    = (OLD.id, OLD.clinician_id, OLD.measure, OLD.first_month, OLD.last_month, OLD.author_id, OLD.author, OLD.begun_at)
    AND NEW.revision = OLD.revision + 1
    AND NEW.figures = OLD.figures
    AND unixepoch(NEW.written_at) - unixepoch(OLD.begun_at) BETWEEN 0 AND 600
    AND NOT EXISTS (
        SELECT 1 FROM interpretation AS newer
        WHERE newer.clinician_id = OLD.clinician_id AND newer.measure = OLD.measure
        AND newer.first_month = OLD.first_month AND newer.last_month = OLD.last_month AND newer.revision > OLD.revision
    )
    AND NOT EXISTS (
        SELECT 1 FROM release_event AS released
        WHERE released.clinician_id = OLD.clinician_id AND released.released_at >= OLD.begun_at
    )
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'a sitting that is over stands for good, and so does what was released'); END;

CREATE TRIGGER interpretation_is_kept BEFORE DELETE ON interpretation
BEGIN SELECT RAISE(ABORT, 'interpretations are only ever added'); END;
