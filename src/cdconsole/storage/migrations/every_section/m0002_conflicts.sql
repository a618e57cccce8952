-- What two people changed at once, until somebody has chosen. Kept for good: it is where the value not chosen is.
CREATE TABLE conflict (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('VALUE', 'VERSION', 'DELETED', 'LEFT_OUT')),
    table_name   TEXT NOT NULL,
    row_key      TEXT NOT NULL,                 -- JSON list: the row's primary key
    column_name  TEXT NOT NULL,                 -- '' where the whole row is meant
    base         TEXT,                          -- JSON object of columns, here and below; NULL: there was no such row
    ours         TEXT,
    theirs       TEXT,
    our_person   TEXT NOT NULL,                 -- whose work was merged onto what the others had published
    our_at       TEXT NOT NULL,                 -- UTC
    their_person TEXT NOT NULL,                 -- '' where the row does not say
    their_at     TEXT,
    found_at     TEXT NOT NULL,
    chosen       TEXT CHECK (chosen IN ('OURS', 'THEIRS', 'SEEN')),
    decided_by   TEXT,
    decided_at   TEXT,
    revision     INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((chosen IS NULL) = (decided_at IS NULL) AND (chosen IS NULL) = (decided_by IS NULL))
) STRICT;

CREATE INDEX conflict_open ON conflict (found_at) WHERE chosen IS NULL;

CREATE TRIGGER conflict_is_kept BEFORE DELETE ON conflict
BEGIN SELECT RAISE(ABORT, 'conflicts are decided, not deleted'); END;

-- The audit chain's key of the time before a section got another key: good for the events up to that number.
CREATE TABLE audit_earlier_key (
    up_to_sequence INTEGER PRIMARY KEY,
    key            BLOB NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TRIGGER audit_earlier_key_is_never_changed BEFORE UPDATE ON audit_earlier_key
BEGIN SELECT RAISE(ABORT, 'earlier audit keys are append-only'); END;

CREATE TRIGGER audit_earlier_key_is_never_deleted BEFORE DELETE ON audit_earlier_key
BEGIN SELECT RAISE(ABORT, 'earlier audit keys are append-only'); END;
