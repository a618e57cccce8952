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

-- Which days are covered by records that no import brought is asked of those alone: there are few or none.
CREATE INDEX take_review_without_import ON take_review (reviewed) WHERE batch_id IS NULL;
CREATE INDEX clinic_record_without_import ON clinic_record (session_date) WHERE batch_id IS NULL;
CREATE INDEX theatre_record_without_import ON theatre_record (session_date) WHERE batch_id IS NULL;
CREATE INDEX endoscopy_record_without_import ON endoscopy_record (session_date) WHERE batch_id IS NULL;
CREATE INDEX reported_count_without_import ON reported_count (first_day) WHERE batch_id IS NULL;
