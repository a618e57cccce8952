-- Corrections of what can't be changed: what stands, what it should say, and what was decided. The record itself stays
-- as it was; ``stands`` is a copy of its text from the moment it was asked about.
CREATE TABLE rectification (
    id              TEXT PRIMARY KEY,
    clinician_id    TEXT NOT NULL,
    kind            TEXT NOT NULL CHECK (kind IN ('NOTE', 'ADDENDUM', 'RECOGNITION')),
    record_id       TEXT NOT NULL,              -- the review, or the thank-you
    part            TEXT NOT NULL,              -- which note or addendum of the review; '' for a thank-you
    stands          TEXT NOT NULL CHECK (stands <> ''),
    should_say      TEXT NOT NULL CHECK (should_say <> ''),
    reason          TEXT NOT NULL CHECK (reason <> ''),
    asked_by        TEXT NOT NULL CHECK (asked_by <> ''),
    recorded_by     TEXT NOT NULL,
    asked_at        TEXT NOT NULL,              -- UTC
    decision        TEXT NOT NULL CHECK (decision IN ('OPEN', 'ACCEPTED', 'NOT_ACCEPTED')),
    decision_reason TEXT NOT NULL,
    decided_by      TEXT,
    decided_at      TEXT,                       -- UTC
    revision        INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((decision = 'OPEN') = (decided_at IS NULL)),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK (decision <> 'NOT_ACCEPTED' OR decision_reason <> '')
) STRICT;

CREATE INDEX rectification_of_record ON rectification (record_id, asked_at);
CREATE INDEX rectification_of_clinician ON rectification (clinician_id, asked_at);

CREATE TRIGGER rectification_is_kept BEFORE DELETE ON rectification
BEGIN SELECT RAISE(ABORT, 'corrections are decided, not deleted'); END;

CREATE TRIGGER rectification_keeps_its_words BEFORE UPDATE ON rectification
WHEN (
    NEW.id, NEW.clinician_id, NEW.kind, NEW.record_id, NEW.part, NEW.stands, NEW.should_say, NEW.reason, NEW.asked_by,
    NEW.recorded_by, NEW.asked_at
) IS NOT (
    OLD.id, OLD.clinician_id, OLD.kind, OLD.record_id, OLD.part, OLD.stands, OLD.should_say, OLD.reason, OLD.asked_by,
    OLD.recorded_by, OLD.asked_at
)
BEGIN SELECT RAISE(ABORT, 'what was asked stays as it was asked'); END;

CREATE TRIGGER rectification_is_decided_once BEFORE UPDATE ON rectification
WHEN OLD.decision <> 'OPEN'
BEGIN SELECT RAISE(ABORT, 'a correction is decided once'); END;

-- How long each kind of record is kept; a part that is not here has the program's starting period.
CREATE TABLE retention_rule (
    part         TEXT PRIMARY KEY,
    years        INTEGER NOT NULL CHECK (years BETWEEN 1 AND 100),
    counted_from TEXT NOT NULL CHECK (counted_from IN ('LEAVING', 'RECORD')),
    source       TEXT NOT NULL CHECK (source <> ''),
    person       TEXT NOT NULL,
    changed_at   TEXT NOT NULL,                 -- UTC
    revision     INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TRIGGER retention_rule_is_kept BEFORE DELETE ON retention_rule
BEGIN SELECT RAISE(ABORT, 'a period is changed, not deleted'); END;

-- Records of somebody that must not be deleted whatever the period says, and why.
CREATE TABLE retention_hold (
    id           TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL,
    reason       TEXT NOT NULL CHECK (reason <> ''),
    held_by      TEXT NOT NULL,
    held_at      TEXT NOT NULL,                 -- UTC
    lifted_by    TEXT,
    lifted_at    TEXT,                          -- UTC
    lift_reason  TEXT,
    revision     INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
    CHECK ((lifted_at IS NULL) = (lift_reason IS NULL))
) STRICT;

CREATE TRIGGER retention_hold_is_kept BEFORE DELETE ON retention_hold
BEGIN SELECT RAISE(ABORT, 'a hold is lifted, not deleted'); END;

CREATE TRIGGER retention_hold_keeps_its_words BEFORE UPDATE ON retention_hold
WHEN (NEW.id, NEW.clinician_id, NEW.reason, NEW.held_by, NEW.held_at)
    IS NOT (OLD.id, OLD.clinician_id, OLD.reason, OLD.held_by, OLD.held_at) OR OLD.lifted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a hold stays as it was written, and is lifted once'); END;
