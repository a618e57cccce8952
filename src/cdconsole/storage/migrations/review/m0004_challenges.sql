-- Challenges: how each was raised, and why it was opened again. An empty clinician_id is the team's own measure.
ALTER TABLE challenge ADD COLUMN channel TEXT NOT NULL DEFAULT 'IN_PERSON'
    CHECK (channel IN ('IN_PERSON', 'SIGNED_REPLY'));
ALTER TABLE challenge ADD COLUMN reopened TEXT NOT NULL DEFAULT '';

CREATE INDEX challenge_of_clinician ON challenge (clinician_id, measure);

CREATE TRIGGER challenge_is_kept BEFORE DELETE ON challenge
BEGIN SELECT RAISE(ABORT, 'challenges are decided or withdrawn, not deleted'); END;

CREATE TRIGGER challenge_keeps_its_claim BEFORE UPDATE ON challenge
WHEN (NEW.clinician_id, NEW.measure, NEW.first_month, NEW.last_month, NEW.claim, NEW.evidence)
    IS NOT (OLD.clinician_id, OLD.measure, OLD.first_month, OLD.last_month, OLD.claim, OLD.evidence)
BEGIN SELECT RAISE(ABORT, 'what was claimed stays as it was'); END;

-- The trust pulse: three questions, and per quarter how many chose each of five steps. Nobody's answers are stored.
CREATE TABLE pulse_wording (
    id         TEXT PRIMARY KEY,
    version    INTEGER NOT NULL UNIQUE CHECK (version >= 1),
    first      TEXT NOT NULL CHECK (first <> ''),
    second     TEXT NOT NULL CHECK (second <> ''),
    third      TEXT NOT NULL CHECK (third <> ''),
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,                   -- UTC
    revision   INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1)
) STRICT;

CREATE TABLE pulse_round (
    id         TEXT PRIMARY KEY,                -- the quarter, as 2026Q3
    wording    INTEGER NOT NULL,                -- version of the questions; 0 is the one that comes with the program
    clinicians INTEGER NOT NULL CHECK (clinicians >= 1),
    counts     TEXT NOT NULL,                   -- JSON: for each question, how many chose each step
    revision   INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;
