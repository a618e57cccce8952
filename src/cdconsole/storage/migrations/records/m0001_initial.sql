-- The records section: who works here, what was done, how it is measured, and what the department agreed.
-- Clinical times are local ISO text, moments UTC ISO text, enumerations the names of their members.

CREATE TABLE department (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    specialty TEXT NOT NULL,
    pseudonym_key BLOB NOT NULL CHECK (length(pseudonym_key) = 32),
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE work_stream (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE clinician (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    grade TEXT NOT NULL,
    interests TEXT NOT NULL, -- JSON list
    is_attributable INTEGER NOT NULL CHECK (is_attributable IN (0, 1)),
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE clinician_code (
    code TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    position INTEGER NOT NULL
) STRICT;

CREATE INDEX clinician_code_of_clinician ON clinician_code (clinician_id, position);

-- Imports

CREATE TABLE import_batch (
    id TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    rows INTEGER NOT NULL,
    stored_rows INTEGER NOT NULL,
    spells INTEGER NOT NULL,
    episodes INTEGER NOT NULL,
    rejected_rows INTEGER NOT NULL,
    left_out_rows INTEGER NOT NULL,
    left_out TEXT NOT NULL, -- JSON list
    covers_from TEXT,
    covers_to TEXT,
    has_times INTEGER NOT NULL CHECK (has_times IN (0, 1)),
    new_clinicians TEXT NOT NULL -- JSON list
) STRICT;

CREATE UNIQUE INDEX import_batch_of_file ON import_batch (file_sha256);

CREATE TABLE import_finding (
    batch_id TEXT NOT NULL REFERENCES import_batch (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('rejected', 'questioned')),
    row_number INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    reason TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (batch_id, kind, position)
) STRICT, WITHOUT ROWID;

-- Activity

CREATE TABLE spell (
    id TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    batch_id TEXT REFERENCES import_batch (id),
    pseudonym TEXT NOT NULL,
    source_key TEXT NOT NULL,
    admitted TEXT NOT NULL,
    discharged TEXT,
    has_times INTEGER NOT NULL CHECK (has_times IN (0, 1)),
    patient_class TEXT NOT NULL,
    admission TEXT NOT NULL,
    discharge TEXT NOT NULL,
    specialty TEXT NOT NULL,
    ward TEXT NOT NULL,
    age_band TEXT NOT NULL,
    sex TEXT NOT NULL,
    hrg TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    CHECK (discharged IS NULL OR substr(discharged, 1, 10) >= substr(admitted, 1, 10))
) STRICT;

CREATE UNIQUE INDEX spell_of_source ON spell (source_key) WHERE source_key <> '';
CREATE INDEX spell_of_clinician ON spell (clinician_id, discharged);

CREATE TABLE spell_columns (
    clinician_id TEXT PRIMARY KEY REFERENCES clinician (id),
    layout TEXT NOT NULL,
    spells INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;

CREATE TABLE episode (
    id TEXT PRIMARY KEY,
    spell_id TEXT NOT NULL REFERENCES spell (id),
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    position INTEGER NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    source_key TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX episode_of_spell ON episode (spell_id, position);

CREATE TABLE session (
    id TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    batch_id TEXT REFERENCES import_batch (id),
    kind TEXT NOT NULL,
    held_on TEXT NOT NULL,
    planned_minutes INTEGER NOT NULL,
    booked INTEGER NOT NULL,
    attended INTEGER NOT NULL,
    work REAL NOT NULL,
    cancelled TEXT NOT NULL,
    location TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX session_of_clinician ON session (clinician_id, held_on);

CREATE TABLE take_shift (
    id TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    batch_id TEXT REFERENCES import_batch (id),
    starts TEXT NOT NULL,
    ends TEXT NOT NULL,
    reviewed INTEGER NOT NULL,
    admitted INTEGER NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX take_shift_of_clinician ON take_shift (clinician_id, starts);

CREATE TABLE theatre_case (
    id TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES session (id),
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    batch_id TEXT REFERENCES import_batch (id),
    started TEXT NOT NULL,
    ended TEXT NOT NULL,
    procedure TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE INDEX theatre_case_of_session ON theatre_case (session_id);

-- Job plans and what shortened them

CREATE TABLE job_plan (
    id TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    version INTEGER NOT NULL,
    effective_from TEXT NOT NULL,
    on_call_one_in INTEGER NOT NULL,
    on_call_category TEXT NOT NULL,
    note TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (clinician_id, version)
) STRICT;

CREATE TABLE programmed_activity (
    job_plan_id TEXT NOT NULL REFERENCES job_plan (id),
    position INTEGER NOT NULL,
    activity TEXT NOT NULL,
    category TEXT NOT NULL,
    pas REAL NOT NULL,
    weekday INTEGER CHECK (weekday BETWEEN 0 AND 6),
    half_day TEXT,
    location TEXT NOT NULL,
    frequency TEXT NOT NULL,
    PRIMARY KEY (job_plan_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE exposure (
    id TEXT PRIMARY KEY,
    clinician_id TEXT REFERENCES clinician (id), -- NULL: the whole department
    kind TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    note TEXT NOT NULL,
    revision INTEGER NOT NULL DEFAULT 1,
    CHECK (last_day >= first_day)
) STRICT;

CREATE INDEX exposure_of_clinician ON exposure (clinician_id, first_day);

-- Measures and the framework

CREATE TABLE measure_definition (
    measure TEXT NOT NULL,
    version INTEGER NOT NULL,
    title TEXT NOT NULL,
    question TEXT NOT NULL,
    numerator TEXT NOT NULL,
    denominator TEXT NOT NULL,
    denominator_noun TEXT NOT NULL,
    exclusions TEXT NOT NULL,
    attribution TEXT NOT NULL,
    unit TEXT NOT NULL,
    improvement TEXT NOT NULL,
    needs_times INTEGER NOT NULL CHECK (needs_times IN (0, 1)),
    balancing TEXT NOT NULL,
    weaknesses TEXT NOT NULL,
    source TEXT NOT NULL,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (measure, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE outcome (
    id TEXT PRIMARY KEY,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    why TEXT NOT NULL,
    owner TEXT NOT NULL,
    review_on TEXT,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE outcome_measure (
    outcome_id TEXT NOT NULL REFERENCES outcome (id),
    position INTEGER NOT NULL,
    measure TEXT NOT NULL,
    PRIMARY KEY (outcome_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE stage_edit (
    number INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    aim TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE stage_tick (
    key TEXT PRIMARY KEY,
    done_by TEXT NOT NULL,
    done_at TEXT NOT NULL
) STRICT;

CREATE TABLE charter (
    version INTEGER PRIMARY KEY,
    aims TEXT NOT NULL,
    sponsor TEXT NOT NULL,
    definition_of_concern TEXT NOT NULL,
    signed TEXT NOT NULL,
    at TEXT NOT NULL,
    person TEXT NOT NULL
) STRICT;

CREATE TABLE ownership_tick (
    id TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    measure TEXT NOT NULL,
    ticked_by TEXT NOT NULL,
    ticked_at TEXT NOT NULL,
    UNIQUE (clinician_id, measure)
) STRICT;

CREATE TABLE training_tick (
    id TEXT PRIMARY KEY,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    topic TEXT NOT NULL,
    ticked_by TEXT NOT NULL,
    ticked_at TEXT NOT NULL,
    UNIQUE (clinician_id, topic)
) STRICT;

-- Trust in the data

CREATE TABLE attribution_vote (
    id TEXT PRIMARY KEY,
    measure TEXT NOT NULL,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    vote TEXT NOT NULL,
    at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    UNIQUE (measure, clinician_id)
) STRICT;

CREATE TABLE data_query (
    id TEXT PRIMARY KEY,
    record_table TEXT NOT NULL,
    record_id TEXT NOT NULL,
    field TEXT NOT NULL,
    what_is_wrong TEXT NOT NULL,
    raised_by TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    status TEXT NOT NULL,
    answer TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TEXT,
    revision INTEGER NOT NULL
) STRICT;

CREATE INDEX data_query_of_record ON data_query (record_table, record_id);

CREATE TABLE quality_report (
    id TEXT PRIMARY KEY,
    measure TEXT NOT NULL,
    month TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    records INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    findings TEXT NOT NULL, -- JSON list
    UNIQUE (measure, month, checked_at)
) STRICT;

CREATE TABLE monthly_rollup (
    measure TEXT NOT NULL,
    definition_version INTEGER NOT NULL,
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    month TEXT NOT NULL,
    numerator REAL NOT NULL,
    denominator REAL NOT NULL,
    value REAL,
    PRIMARY KEY (measure, definition_version, clinician_id, month)
) STRICT, WITHOUT ROWID;

-- What left the department

CREATE TABLE export_log (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    what TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'written', 'failed'))
) STRICT;

CREATE TRIGGER export_log_is_never_changed BEFORE UPDATE ON export_log
BEGIN SELECT raise(ABORT, 'the export log is append-only'); END;

CREATE TRIGGER export_log_is_never_deleted BEFORE DELETE ON export_log
BEGIN SELECT raise(ABORT, 'the export log is append-only'); END;
