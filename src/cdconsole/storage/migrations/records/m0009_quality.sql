-- What somebody decided on a thing to mend. The list itself is worked out from the records each time.

CREATE TABLE fix_decision (
    key TEXT PRIMARY KEY, -- finding:batch:kind:position, clinician:table:source key, vote:clinician:source key
    state TEXT NOT NULL CHECK (state IN ('OPEN', 'MENDED', 'CANNOT')),
    note TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
