-- When a clinician left the department: periods of retention are counted from there. NULL: the day was taken back.
CREATE TABLE clinician_left (
    clinician_id TEXT PRIMARY KEY REFERENCES clinician (id),
    left_on      TEXT,
    person       TEXT NOT NULL,
    at           TEXT NOT NULL,                 -- UTC
    revision     INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE TRIGGER clinician_left_is_kept BEFORE DELETE ON clinician_left
BEGIN SELECT RAISE(ABORT, 'the day somebody left is changed, not deleted'); END;
