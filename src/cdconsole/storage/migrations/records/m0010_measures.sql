-- Measures are the department's own: every version of a definition is kept, and names are written in small letters.

DROP TABLE measure_definition; -- of the first step, never written to

CREATE TABLE measure_definition (
    measure TEXT NOT NULL,
    version INTEGER NOT NULL,
    definition BLOB NOT NULL, -- Measure, frozen
    is_retired INTEGER NOT NULL CHECK (is_retired IN (0, 1)),
    reason TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (measure, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER measure_definition_is_never_changed BEFORE UPDATE ON measure_definition
BEGIN SELECT raise(ABORT, 'versions of a definition are only ever added'); END;

CREATE TRIGGER measure_definition_is_never_deleted BEFORE DELETE ON measure_definition
BEGIN SELECT raise(ABORT, 'versions of a definition are only ever added'); END;

-- Which measures stand on the clinician page, and in which order; at most six.
CREATE TABLE shown_measure (
    measure TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT;
