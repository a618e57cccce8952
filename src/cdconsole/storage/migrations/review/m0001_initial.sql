-- Reviews, goals, recognition and support. What comes from the records section is stored here as values.
CREATE TABLE review (
    id             TEXT PRIMARY KEY,
    clinician_id   TEXT NOT NULL,
    clinician_name TEXT NOT NULL,
    started_at     TEXT NOT NULL,               -- UTC
    held_on        TEXT,
    next_on        TEXT,
    status         TEXT NOT NULL CHECK (status IN ('PREPARING', 'LOCKED')),
    locked_at      TEXT,
    revision       INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((status = 'LOCKED') = (locked_at IS NOT NULL)),
    CHECK (status = 'PREPARING' OR held_on IS NOT NULL)
) STRICT;

CREATE INDEX review_of_clinician ON review (clinician_id, started_at);
CREATE UNIQUE INDEX review_in_preparation ON review (clinician_id) WHERE status = 'PREPARING';

-- A row is one sitting of one author: autosave lets the newest grow for ten minutes, then it stands for good. So the
-- text of every sitting is kept, and a half-typed sentence that was taken back is not.
CREATE TABLE review_note (
    id        TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    kind      TEXT NOT NULL,
    domain    TEXT NOT NULL,                    -- '' where the note stands for the whole review
    text      TEXT NOT NULL,
    author_id TEXT NOT NULL,
    author    TEXT NOT NULL,
    begun_at  TEXT NOT NULL,                    -- UTC
    saved_at  TEXT NOT NULL,                    -- UTC
    revision  INTEGER NOT NULL CHECK (revision >= 1),
    UNIQUE (review_id, kind, domain, revision)
) STRICT;

-- Charts as seen when the review was prepared; goals as they stood when it was locked. Zstandard over JSON.
CREATE TABLE frozen_part (
    id        TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    part      TEXT NOT NULL CHECK (part IN ('charts', 'goals')),
    body      BLOB NOT NULL,
    revision  INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1),
    UNIQUE (review_id, part)
) STRICT;

CREATE TABLE agreement_mark (
    id        TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    party     TEXT NOT NULL CHECK (party IN ('DIRECTOR', 'CLINICIAN')),
    agreement TEXT NOT NULL CHECK (agreement IN ('NOT_MARKED', 'AGREED', 'AGREED_WITH_COMMENT', 'NOT_AGREED')),
    comment   TEXT NOT NULL,
    cleared   TEXT NOT NULL,                    -- which earlier mark fell because the text changed, in words
    marked_at TEXT,                             -- UTC
    revision  INTEGER NOT NULL CHECK (revision >= 1),
    UNIQUE (review_id, party),
    CHECK ((agreement = 'NOT_MARKED') = (marked_at IS NULL))
) STRICT;

CREATE TABLE addendum (
    id        TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    text      TEXT NOT NULL CHECK (text <> ''),
    author_id TEXT NOT NULL,
    author    TEXT NOT NULL,
    added_at  TEXT NOT NULL,                    -- UTC
    number    INTEGER NOT NULL CHECK (number >= 1),
    revision  INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1),
    UNIQUE (review_id, number)
) STRICT;

CREATE TABLE goal (
    id                TEXT PRIMARY KEY,
    clinician_id      TEXT NOT NULL,
    review_id         TEXT NOT NULL REFERENCES review (id),
    text              TEXT NOT NULL CHECK (text <> ''),
    action            TEXT NOT NULL CHECK (action <> ''),
    measure           TEXT,
    no_measure_reason TEXT NOT NULL,
    baseline          REAL,
    baseline_text     TEXT NOT NULL,
    target            REAL,
    support           TEXT NOT NULL,
    due               TEXT NOT NULL,
    status            TEXT NOT NULL CHECK (status IN ('OPEN', 'ACHIEVED', 'CHANGED', 'STOPPED')),
    outcome           TEXT NOT NULL,
    created_at        TEXT NOT NULL,            -- UTC
    revision          INTEGER NOT NULL CHECK (revision >= 1),
    CHECK (measure IS NOT NULL OR no_measure_reason <> '')
) STRICT;

CREATE INDEX goal_of_clinician ON goal (clinician_id, created_at);
CREATE INDEX goal_of_review ON goal (review_id);

CREATE TABLE pdsa_cycle (
    id         TEXT PRIMARY KEY,
    goal_id    TEXT NOT NULL REFERENCES goal (id),
    started    TEXT NOT NULL,
    plan       TEXT NOT NULL,
    prediction TEXT NOT NULL,
    do         TEXT NOT NULL,
    study      TEXT NOT NULL,
    act        TEXT NOT NULL CHECK (act IN ('OPEN', 'ADOPT', 'ADAPT', 'ABANDON')),
    created_at TEXT NOT NULL,                   -- UTC
    revision   INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE INDEX pdsa_cycle_of_goal ON pdsa_cycle (goal_id);

-- The goals that were open when a review was prepared.
CREATE TABLE carried_goal (
    id        TEXT PRIMARY KEY,
    review_id TEXT NOT NULL REFERENCES review (id),
    goal_id   TEXT NOT NULL REFERENCES goal (id),
    revision  INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1),
    UNIQUE (review_id, goal_id)
) STRICT;

CREATE TABLE recognition (
    id             TEXT PRIMARY KEY,
    clinician_id   TEXT NOT NULL,
    clinician_name TEXT NOT NULL,
    text           TEXT NOT NULL CHECK (text <> ''),
    author_id      TEXT NOT NULL,
    author         TEXT NOT NULL,
    given_at       TEXT NOT NULL,               -- UTC
    revision       INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1)
) STRICT;

-- Records of the later stages. They are in the first schema so that a later version adds measures, not tables.
CREATE TABLE interpretation (
    id           TEXT PRIMARY KEY,
    clinician_id TEXT,                          -- NULL: the team
    measure      TEXT NOT NULL,
    first_month  TEXT NOT NULL,
    last_month   TEXT NOT NULL,
    case_mix     TEXT NOT NULL,
    role         TEXT NOT NULL,
    system       TEXT NOT NULL,
    data         TEXT NOT NULL,
    chance       TEXT NOT NULL,
    text         TEXT NOT NULL,
    author_id    TEXT NOT NULL,
    author       TEXT NOT NULL,
    written_at   TEXT NOT NULL,
    revision     INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TABLE challenge (
    id            TEXT PRIMARY KEY,
    clinician_id  TEXT NOT NULL,
    measure       TEXT NOT NULL,
    first_month   TEXT NOT NULL,
    last_month    TEXT NOT NULL,
    claim         TEXT NOT NULL,
    evidence      TEXT NOT NULL,
    decision      TEXT NOT NULL,
    dissent       TEXT NOT NULL,
    status        TEXT NOT NULL CHECK (status IN ('OPEN', 'UPHELD', 'PARTLY_UPHELD', 'NOT_UPHELD', 'WITHDRAWN')),
    data_query_id TEXT,                         -- the half an administrator can mend, in the records section
    raised_by     TEXT NOT NULL,
    raised_at     TEXT NOT NULL,
    decided_by    TEXT,
    decided_at    TEXT,
    revision      INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TABLE quarter_freeze (
    id        TEXT PRIMARY KEY,
    quarter   TEXT NOT NULL,
    data_to   TEXT NOT NULL,
    body      BLOB NOT NULL,
    sha256    TEXT NOT NULL,
    frozen_by TEXT NOT NULL,
    frozen_at TEXT NOT NULL,
    revision  INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1)
) STRICT;

CREATE TABLE release_event (
    id           TEXT PRIMARY KEY,
    freeze_id    TEXT REFERENCES quarter_freeze (id),
    clinician_id TEXT,                          -- NULL: the team's figures
    released_to  TEXT NOT NULL,
    mode         TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    released_by  TEXT NOT NULL,
    released_at  TEXT NOT NULL,
    revision     INTEGER NOT NULL DEFAULT 1 CHECK (revision = 1)
) STRICT;

CREATE TABLE support_step (
    id             TEXT PRIMARY KEY,
    clinician_id   TEXT NOT NULL,
    rung           INTEGER NOT NULL CHECK (rung BETWEEN 1 AND 4),
    basis          TEXT NOT NULL,
    agreed_support TEXT NOT NULL,
    stop_line      TEXT NOT NULL,
    review_on      TEXT,
    author_id      TEXT NOT NULL,
    author         TEXT NOT NULL,
    taken_at       TEXT NOT NULL,
    revision       INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TABLE lesson (
    id         TEXT PRIMARY KEY,
    title      TEXT NOT NULL,
    text       TEXT NOT NULL,
    measure    TEXT,
    author_id  TEXT NOT NULL,
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    revision   INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TABLE consent (
    id           TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    given_at     TEXT NOT NULL,
    withdrawn_at TEXT,
    recorded_by  TEXT NOT NULL,
    revision     INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TABLE sustain_check (
    id         TEXT PRIMARY KEY,
    goal_id    TEXT NOT NULL REFERENCES goal (id),
    due_on     TEXT NOT NULL,
    checked_on TEXT,
    value      REAL,
    value_text TEXT NOT NULL,
    note       TEXT NOT NULL,
    author_id  TEXT,
    author     TEXT,
    revision   INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

-- What is only ever added.
CREATE TRIGGER review_note_grows_within_its_sitting BEFORE UPDATE ON review_note
WHEN (
    (NEW.id, NEW.review_id, NEW.kind, NEW.domain, NEW.author_id, NEW.author, NEW.begun_at, NEW.revision)
    = (OLD.id, OLD.review_id, OLD.kind, OLD.domain, OLD.author_id, OLD.author, OLD.begun_at, OLD.revision + 1)
    AND unixepoch(NEW.saved_at) - unixepoch(OLD.begun_at) BETWEEN 0 AND 600
    AND NOT EXISTS (
        SELECT 1 FROM review_note
        WHERE review_id = OLD.review_id AND kind = OLD.kind AND domain = OLD.domain AND revision > OLD.revision
    )
) IS NOT TRUE
BEGIN SELECT RAISE(ABORT, 'a sitting that is over stands for good'); END;
CREATE TRIGGER review_note_is_kept BEFORE DELETE ON review_note
BEGIN SELECT RAISE(ABORT, 'notes are only ever added'); END;
CREATE TRIGGER frozen_part_stays_as_it_was BEFORE UPDATE ON frozen_part
BEGIN SELECT RAISE(ABORT, 'frozen parts never change'); END;
CREATE TRIGGER frozen_part_is_kept BEFORE DELETE ON frozen_part
BEGIN SELECT RAISE(ABORT, 'frozen parts never change'); END;
CREATE TRIGGER addendum_keeps_its_text BEFORE UPDATE ON addendum
BEGIN SELECT RAISE(ABORT, 'addenda are only ever added'); END;
CREATE TRIGGER addendum_is_kept BEFORE DELETE ON addendum
BEGIN SELECT RAISE(ABORT, 'addenda are only ever added'); END;
CREATE TRIGGER recognition_keeps_its_text BEFORE UPDATE ON recognition
BEGIN SELECT RAISE(ABORT, 'recognition is only ever added'); END;
CREATE TRIGGER recognition_is_kept BEFORE DELETE ON recognition
BEGIN SELECT RAISE(ABORT, 'recognition is only ever added'); END;
CREATE TRIGGER carried_goal_stays_as_it_was BEFORE UPDATE ON carried_goal
BEGIN SELECT RAISE(ABORT, 'what was carried forward never changes'); END;
CREATE TRIGGER carried_goal_is_kept BEFORE DELETE ON carried_goal
BEGIN SELECT RAISE(ABORT, 'what was carried forward never changes'); END;
CREATE TRIGGER quarter_freeze_stays_as_it_was BEFORE UPDATE ON quarter_freeze
BEGIN SELECT RAISE(ABORT, 'a frozen quarter never changes'); END;
CREATE TRIGGER quarter_freeze_is_kept BEFORE DELETE ON quarter_freeze
BEGIN SELECT RAISE(ABORT, 'a frozen quarter never changes'); END;
CREATE TRIGGER release_event_stays_as_it_was BEFORE UPDATE ON release_event
BEGIN SELECT RAISE(ABORT, 'releases are only ever added'); END;
CREATE TRIGGER release_event_is_kept BEFORE DELETE ON release_event
BEGIN SELECT RAISE(ABORT, 'releases are only ever added'); END;

-- What may change until it is locked, and is never deleted.
CREATE TRIGGER review_is_kept BEFORE DELETE ON review
BEGIN SELECT RAISE(ABORT, 'reviews are kept'); END;
CREATE TRIGGER agreement_mark_is_kept BEFORE DELETE ON agreement_mark
BEGIN SELECT RAISE(ABORT, 'marks are kept'); END;
CREATE TRIGGER goal_is_kept BEFORE DELETE ON goal
BEGIN SELECT RAISE(ABORT, 'goals are closed, not deleted'); END;
CREATE TRIGGER pdsa_cycle_is_kept BEFORE DELETE ON pdsa_cycle
BEGIN SELECT RAISE(ABORT, 'cycles are kept'); END;

-- The lock.
CREATE TRIGGER locked_review_stays_locked BEFORE UPDATE ON review WHEN OLD.status = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER review_locks_when_both_have_marked BEFORE UPDATE OF status ON review
WHEN NEW.status = 'LOCKED' AND (
    SELECT count(*) FROM agreement_mark WHERE review_id = NEW.id AND agreement <> 'NOT_MARKED'
) < 2
BEGIN SELECT RAISE(ABORT, 'both people mark a review before it is locked'); END;

CREATE TRIGGER locked_review_takes_no_note BEFORE INSERT ON review_note
WHEN (SELECT status FROM review WHERE id = NEW.review_id) = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER locked_review_keeps_its_notes BEFORE UPDATE ON review_note
WHEN (SELECT status FROM review WHERE id = OLD.review_id) = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER locked_review_takes_no_frozen_part BEFORE INSERT ON frozen_part
WHEN (SELECT status FROM review WHERE id = NEW.review_id) = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER locked_review_takes_no_mark BEFORE INSERT ON agreement_mark
WHEN (SELECT status FROM review WHERE id = NEW.review_id) = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER locked_review_keeps_its_marks BEFORE UPDATE ON agreement_mark
WHEN (SELECT status FROM review WHERE id = OLD.review_id) = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER locked_review_takes_no_goal BEFORE INSERT ON goal
WHEN (SELECT status FROM review WHERE id = NEW.review_id) = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER locked_review_carries_nothing_more BEFORE INSERT ON carried_goal
WHEN (SELECT status FROM review WHERE id = NEW.review_id) = 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER locked_review_keeps_its_goals BEFORE UPDATE ON goal
WHEN (SELECT status FROM review WHERE id = OLD.review_id) = 'LOCKED' AND (
    OLD.id, OLD.clinician_id, OLD.review_id, OLD.text, OLD.action, OLD.measure, OLD.no_measure_reason, OLD.baseline,
    OLD.baseline_text, OLD.target, OLD.support, OLD.due, OLD.created_at
) IS NOT (
    NEW.id, NEW.clinician_id, NEW.review_id, NEW.text, NEW.action, NEW.measure, NEW.no_measure_reason, NEW.baseline,
    NEW.baseline_text, NEW.target, NEW.support, NEW.due, NEW.created_at
)
BEGIN SELECT RAISE(ABORT, 'the review is locked'); END;

CREATE TRIGGER open_review_takes_no_addendum BEFORE INSERT ON addendum
WHEN (SELECT status FROM review WHERE id = NEW.review_id) <> 'LOCKED'
BEGIN SELECT RAISE(ABORT, 'a review in preparation takes notes, not addenda'); END;
