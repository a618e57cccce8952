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
CREATE INDEX take_review_of_clinician ON take_review (clinician_id, reviewed);
