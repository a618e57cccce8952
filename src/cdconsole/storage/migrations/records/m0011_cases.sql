-- What tells spells apart, packed as spell_columns are but whole: read only for measures that need it.

CREATE TABLE spell_case (
    clinician_id TEXT PRIMARY KEY REFERENCES clinician (id),
    layout TEXT NOT NULL,
    spells INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;
