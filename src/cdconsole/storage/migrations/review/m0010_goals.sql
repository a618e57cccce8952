-- Goals of the team or of a group: nobody's review set them, so they have a table of their own. In `goal` the review
-- that set a goal is a part of what it is, and a lock hangs on it.
CREATE TABLE group_goal (
    id                TEXT PRIMARY KEY,
    name              TEXT NOT NULL CHECK (name <> ''),
    members           TEXT NOT NULL,            -- ids of clinicians with spaces between; '' is the whole team
    owners            TEXT NOT NULL,            -- who sees to it, in words
    agreed_on         TEXT NOT NULL,
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

CREATE TABLE group_cycle (
    id           TEXT PRIMARY KEY,
    goal_id      TEXT NOT NULL REFERENCES group_goal (id),
    started      TEXT NOT NULL,
    plan         TEXT NOT NULL,
    prediction   TEXT NOT NULL,
    do           TEXT NOT NULL,
    study        TEXT NOT NULL,
    act          TEXT NOT NULL CHECK (act IN ('OPEN', 'ADOPT', 'ADAPT', 'ABANDON')),
    created_at   TEXT NOT NULL,                 -- UTC
    revision     INTEGER NOT NULL CHECK (revision >= 1),
    is_withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (is_withdrawn IN (0, 1))
) STRICT;

CREATE INDEX group_cycle_of_goal ON group_cycle (goal_id);

CREATE TABLE group_sustain_check (
    id         TEXT PRIMARY KEY,
    goal_id    TEXT NOT NULL REFERENCES group_goal (id),
    due_on     TEXT NOT NULL,
    checked_on TEXT,
    value      REAL,
    value_text TEXT NOT NULL,
    note       TEXT NOT NULL,
    author_id  TEXT,
    author     TEXT,
    revision   INTEGER NOT NULL CHECK (revision >= 1),
    held       TEXT CHECK (held IN ('HELD', 'PARTLY', 'NOT_HELD'))
) STRICT;

-- Whether it held is a person's word.
ALTER TABLE sustain_check ADD COLUMN held TEXT CHECK (held IN ('HELD', 'PARTLY', 'NOT_HELD'));

-- A cycle begun by mistake is taken back, not deleted.
ALTER TABLE pdsa_cycle ADD COLUMN is_withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (is_withdrawn IN (0, 1));

-- A goal waits for one check at a time.
CREATE UNIQUE INDEX sustain_check_waiting ON sustain_check (goal_id) WHERE checked_on IS NULL;
CREATE UNIQUE INDEX group_sustain_check_waiting ON group_sustain_check (goal_id) WHERE checked_on IS NULL;

CREATE TRIGGER group_goal_is_kept BEFORE DELETE ON group_goal
BEGIN SELECT RAISE(ABORT, 'goals are closed, not deleted'); END;
CREATE TRIGGER group_cycle_is_kept BEFORE DELETE ON group_cycle
BEGIN SELECT RAISE(ABORT, 'cycles are kept'); END;
CREATE TRIGGER sustain_check_is_kept BEFORE DELETE ON sustain_check
BEGIN SELECT RAISE(ABORT, 'sustain checks are kept'); END;
CREATE TRIGGER group_sustain_check_is_kept BEFORE DELETE ON group_sustain_check
BEGIN SELECT RAISE(ABORT, 'sustain checks are kept'); END;

-- What was achieved before checks were kept waits for one too: a year after the goal was last changed, under the goal's
-- own id, so that every computer that takes this step adds the same row.
INSERT INTO sustain_check (id, goal_id, due_on, checked_on, value, value_text, note, author_id, author, revision, held)
SELECT
    goal.id, goal.id,
    date(coalesce(
        (SELECT max(at) FROM history WHERE table_name = 'goal' AND row_id = goal.id),
        goal.created_at
    ), '+12 months'),
    NULL, NULL, '', '', NULL, NULL, 1, NULL
FROM goal WHERE goal.status = 'ACHIEVED';
