-- What clinicians say of the records that are counted for them: the newest word on each; earlier ones are in the history.
-- (attribution_vote of the first step was never written to.)

CREATE TABLE record_vote (
    id TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    source_key TEXT NOT NULL, -- of the spell; not a reference: the vote outlives a withdrawn import
    vote TEXT NOT NULL CHECK (vote IN ('', 'MINE', 'NOT_MINE', 'SHARED')), -- '': taken back
    with_clinician TEXT REFERENCES clinician (id), -- whom it is shared with, or whose it is
    comment TEXT NOT NULL,
    channel TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (clinician_id, source_key)
) STRICT;

CREATE INDEX record_vote_of_record ON record_vote (source_key);
