-- The ward list. The clinician's name is a copy of the moment: records are another section, under its own lock.
CREATE TABLE inpatient (
    id              TEXT PRIMARY KEY,
    bay             TEXT NOT NULL,
    bed             TEXT NOT NULL,
    hospital_number TEXT NOT NULL CHECK (hospital_number <> ''),
    clinician_id    TEXT NOT NULL,
    clinician_name  TEXT NOT NULL,
    admitted_at     TEXT NOT NULL,              -- local time of the ward, as typed
    discharged_at   TEXT,
    revision        INTEGER NOT NULL CHECK (revision >= 1),
    CHECK (discharged_at IS NULL OR discharged_at >= admitted_at)
) STRICT;

-- The same person can't lie in two beds.
CREATE UNIQUE INDEX inpatient_current ON inpatient (hospital_number) WHERE discharged_at IS NULL;

CREATE TRIGGER inpatient_is_kept BEFORE DELETE ON inpatient
BEGIN SELECT RAISE(ABORT, 'inpatients are discharged, not deleted'); END;

CREATE TABLE predicted_discharge (
    id           TEXT PRIMARY KEY,
    inpatient_id TEXT NOT NULL REFERENCES inpatient (id),
    revision     INTEGER NOT NULL CHECK (revision >= 1),
    predicted_on TEXT,                          -- NULL: withdrawn
    reason       TEXT NOT NULL,
    person       TEXT NOT NULL,
    changed_at   TEXT NOT NULL,                 -- UTC
    UNIQUE (inpatient_id, revision),
    CHECK ((revision = 1) = (reason = 'FIRST'))
) STRICT;

CREATE TRIGGER predicted_discharge_keeps_its_text BEFORE UPDATE ON predicted_discharge
BEGIN SELECT RAISE(ABORT, 'predicted discharge dates are only ever added'); END;

CREATE TRIGGER predicted_discharge_is_kept BEFORE DELETE ON predicted_discharge
BEGIN SELECT RAISE(ABORT, 'predicted discharge dates are only ever added'); END;
