-- Measures are the department's own: every version of a definition is kept.
-- (measure_definition of the first step was never written to.)

CREATE TABLE definition_version (
    measure TEXT NOT NULL,
    version INTEGER NOT NULL,
    definition BLOB NOT NULL, -- Measure, frozen
    is_retired INTEGER NOT NULL CHECK (is_retired IN (0, 1)),
    reason TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (measure, version)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER definition_version_is_never_changed BEFORE UPDATE ON definition_version
BEGIN SELECT raise(ABORT, 'versions of a definition are only ever added'); END;

CREATE TRIGGER definition_version_is_never_deleted BEFORE DELETE ON definition_version
BEGIN SELECT raise(ABORT, 'versions of a definition are only ever added'); END;

-- Which measures stand on the clinician page, and in which order; at most six.
CREATE TABLE shown_measure (
    measure TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT;
