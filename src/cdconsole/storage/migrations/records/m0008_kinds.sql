-- Records of the other kinds of extract. Each is known again by its keyed identifier; earlier versions of a record, and
-- what a withdrawn import had brought, are in earlier_version.

CREATE TABLE ward_move (
    id TEXT PRIMARY KEY,
    batch_id TEXT REFERENCES import_batch (id),
    source_key TEXT NOT NULL,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    pseudonym TEXT NOT NULL,
    spell_key TEXT NOT NULL,
    ward TEXT NOT NULL,
    bay TEXT NOT NULL,
    bed TEXT NOT NULL,
    entered TEXT NOT NULL,
    left_ward TEXT,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE take_review (
    id TEXT PRIMARY KEY,
    batch_id TEXT REFERENCES import_batch (id),
    source_key TEXT NOT NULL,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    pseudonym TEXT NOT NULL,
    spell_key TEXT NOT NULL,
    arrived TEXT,
    reviewed TEXT NOT NULL,
    decision TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE clinic_record (
    id TEXT PRIMARY KEY,
    batch_id TEXT REFERENCES import_batch (id),
    source_key TEXT NOT NULL,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    pseudonym TEXT NOT NULL,
    session_key TEXT NOT NULL,
    session_date TEXT NOT NULL,
    session_start TEXT,
    session_end TEXT,
    planned_minutes INTEGER,
    location TEXT NOT NULL,
    specialty TEXT NOT NULL,
    cancelled INTEGER,
    cancelled_reason TEXT NOT NULL,
    slots INTEGER,
    booked INTEGER,
    attended INTEGER,
    did_not_attend INTEGER,
    appointment_kind TEXT NOT NULL,
    attendance TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE theatre_record (
    id TEXT PRIMARY KEY,
    batch_id TEXT REFERENCES import_batch (id),
    source_key TEXT NOT NULL,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    pseudonym TEXT NOT NULL,
    session_key TEXT NOT NULL,
    session_date TEXT NOT NULL,
    session_start TEXT,
    session_end TEXT,
    planned_minutes INTEGER,
    location TEXT NOT NULL,
    specialty TEXT NOT NULL,
    cancelled INTEGER,
    cancelled_reason TEXT NOT NULL,
    procedure TEXT NOT NULL,
    urgency TEXT NOT NULL,
    case_minutes INTEGER,
    anaesthetic_start TEXT,
    into_theatre TEXT,
    knife_to_skin TEXT,
    closure TEXT,
    out_of_theatre TEXT,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE endoscopy_record (
    id TEXT PRIMARY KEY,
    batch_id TEXT REFERENCES import_batch (id),
    source_key TEXT NOT NULL,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    pseudonym TEXT NOT NULL,
    session_key TEXT NOT NULL,
    session_date TEXT NOT NULL,
    session_start TEXT,
    session_end TEXT,
    planned_minutes INTEGER,
    location TEXT NOT NULL,
    specialty TEXT NOT NULL,
    cancelled INTEGER,
    cancelled_reason TEXT NOT NULL,
    procedure TEXT NOT NULL,
    urgency TEXT NOT NULL,
    points REAL,
    complete INTEGER,
    adenoma INTEGER,
    polyps_found INTEGER,
    polyps_retrieved INTEGER,
    withdrawal_minutes REAL,
    bowel_preparation TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE reported_count (
    id TEXT PRIMARY KEY,
    batch_id TEXT REFERENCES import_batch (id),
    source_key TEXT NOT NULL,
    clinician_id TEXT REFERENCES clinician (id), -- NULL: an organisation's
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    organisation TEXT NOT NULL,
    count_of TEXT NOT NULL,
    numerator REAL NOT NULL,
    denominator REAL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

ALTER TABLE exposure ADD COLUMN batch_id TEXT REFERENCES import_batch (id);
ALTER TABLE exposure ADD COLUMN source_key TEXT NOT NULL DEFAULT ''; -- '': typed by a person

CREATE UNIQUE INDEX ward_move_of_source ON ward_move (source_key) WHERE source_key <> '';
CREATE UNIQUE INDEX take_review_of_source ON take_review (source_key) WHERE source_key <> '';
CREATE UNIQUE INDEX clinic_record_of_source ON clinic_record (source_key) WHERE source_key <> '';
CREATE UNIQUE INDEX theatre_record_of_source ON theatre_record (source_key) WHERE source_key <> '';
CREATE UNIQUE INDEX endoscopy_record_of_source ON endoscopy_record (source_key) WHERE source_key <> '';
CREATE UNIQUE INDEX reported_count_of_source ON reported_count (source_key) WHERE source_key <> '';
CREATE UNIQUE INDEX exposure_of_source ON exposure (source_key) WHERE source_key <> '';

CREATE INDEX clinic_record_of_clinician ON clinic_record (clinician_id, session_date);
CREATE INDEX theatre_record_of_clinician ON theatre_record (clinician_id, session_date);
CREATE INDEX endoscopy_record_of_clinician ON endoscopy_record (clinician_id, session_date);
CREATE INDEX take_review_of_spell ON take_review (spell_key);
CREATE INDEX take_review_of_patient ON take_review (pseudonym, reviewed);
CREATE INDEX take_review_of_clinician ON take_review (clinician_id, reviewed);

-- Sessions as they were held: those recorded whole, and those whose appointments, cases or procedures were imported.
CREATE VIEW held_session AS
SELECT id, clinician_id, kind, held_on, planned_minutes, booked, attended, work, cancelled, location FROM session
UNION ALL
SELECT
    min(id), clinician_id, 'CLINIC', session_date, coalesce(max(planned_minutes), 0), coalesce(max(booked), count(*)),
    coalesce(max(attended), sum(attendance = 'ATTENDED')), coalesce(max(attended), sum(attendance = 'ATTENDED')) * 1.0,
    CASE min(coalesce(cancelled, 0)) WHEN 1 THEN coalesce(nullif(max(cancelled_reason), ''), 'cancelled') ELSE '' END,
    location
FROM clinic_record GROUP BY clinician_id, session_date, session_key, session_start, location
UNION ALL
SELECT
    min(id), clinician_id, 'THEATRE_LIST', session_date, coalesce(max(planned_minutes), 0), count(*),
    sum(coalesce(cancelled, 0) = 0), sum(coalesce(cancelled, 0) = 0) * 1.0,
    CASE min(coalesce(cancelled, 0)) WHEN 1 THEN coalesce(nullif(max(cancelled_reason), ''), 'cancelled') ELSE '' END,
    location
FROM theatre_record GROUP BY clinician_id, session_date, session_key, location
UNION ALL
SELECT
    min(id), clinician_id, 'ENDOSCOPY_LIST', session_date, coalesce(max(planned_minutes), 0), count(*),
    sum(coalesce(cancelled, 0) = 0), coalesce(sum(points) FILTER (WHERE coalesce(cancelled, 0) = 0), 0.0),
    CASE min(coalesce(cancelled, 0)) WHEN 1 THEN coalesce(nullif(max(cancelled_reason), ''), 'cancelled') ELSE '' END,
    location
FROM endoscopy_record GROUP BY clinician_id, session_date, session_key, session_start, location;

-- Take shifts: those recorded whole, and those that imported reviews show; a take runs from eight to eight.
CREATE VIEW held_take AS
SELECT clinician_id, date(starts) AS begun_on FROM take_shift
UNION
SELECT clinician_id, date(reviewed, '-8 hours') FROM take_review;
