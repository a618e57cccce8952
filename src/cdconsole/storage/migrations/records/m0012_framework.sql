-- Work streams: each has a stage board, a charter, an outcome tree and a review form of its own. What was there before
-- belongs to the first, which is named 'main' here: the one that every department has, without created_at. (charter and stage_edit of the first step are not written to any more.)

ALTER TABLE work_stream ADD COLUMN departments TEXT NOT NULL DEFAULT '[]'; -- JSON list of [department, lead]
ALTER TABLE work_stream ADD COLUMN members TEXT NOT NULL DEFAULT '[]'; -- JSON list of clinician ids, none for everybody
ALTER TABLE work_stream ADD COLUMN created_at TEXT NOT NULL DEFAULT ''; -- empty: the first
ALTER TABLE work_stream ADD COLUMN closed_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE work_stream ADD COLUMN closed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE work_stream ADD COLUMN closed_at TEXT;

CREATE TRIGGER work_stream_is_kept BEFORE DELETE ON work_stream
BEGIN SELECT raise(ABORT, 'work streams are closed, not deleted'); END;

ALTER TABLE outcome ADD COLUMN stream TEXT NOT NULL DEFAULT 'main';
ALTER TABLE outcome ADD COLUMN direction TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN parked_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN parked_by TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN parked_at TEXT;
ALTER TABLE outcome ADD COLUMN retired_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN retired_by TEXT NOT NULL DEFAULT '';
ALTER TABLE outcome ADD COLUMN retired_at TEXT;

CREATE TRIGGER outcome_is_kept BEFORE DELETE ON outcome
BEGIN SELECT raise(ABORT, 'outcomes are retired, not deleted'); END;

-- Words of a stage where the department changed them; no row: as shipped.
CREATE TABLE stage_words (
    id TEXT PRIMARY KEY, -- stream:number
    stream TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    aim TEXT NOT NULL,
    done_when TEXT NOT NULL, -- empty: as shipped
    revision INTEGER NOT NULL
) STRICT;

INSERT INTO stage_words (id, stream, number, title, aim, done_when, revision)
SELECT 'main:' || number, 'main', number, title, aim, '', revision FROM stage_edit;

-- Items of checklists that the department added or changed. The key of a shipped item is its stage and place, 3.1,
-- in other streams than the first with the stream before it.
CREATE TABLE stage_item (
    id TEXT PRIMARY KEY,
    stream TEXT NOT NULL,
    stage INTEGER NOT NULL,
    text TEXT NOT NULL,
    position INTEGER NOT NULL,
    removed_by TEXT NOT NULL DEFAULT '',
    removed_at TEXT,
    revision INTEGER NOT NULL
) STRICT;

CREATE TRIGGER stage_item_is_kept BEFORE DELETE ON stage_item
BEGIN SELECT raise(ABORT, 'items are taken off the board, not deleted'); END;

-- What an item said when it was ticked; empty for ticks from before this step.
ALTER TABLE stage_tick ADD COLUMN text TEXT NOT NULL DEFAULT '';

CREATE TABLE charter_version (
    id TEXT PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    aims TEXT NOT NULL,
    held_values TEXT NOT NULL,
    sponsor TEXT NOT NULL,
    definition_of_concern TEXT NOT NULL,
    signed TEXT NOT NULL, -- as it was typed before signatures were kept
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    UNIQUE (stream, version)
) STRICT;

INSERT INTO charter_version (id, stream, version, aims, held_values, sponsor, definition_of_concern, signed, at, person)
SELECT 'main:' || version, 'main', version, aims, '', sponsor, definition_of_concern, signed, at, person FROM charter;

CREATE TRIGGER charter_version_stays_as_it_was BEFORE UPDATE ON charter_version
BEGIN SELECT raise(ABORT, 'versions of a charter are only ever added'); END;
CREATE TRIGGER charter_version_is_kept BEFORE DELETE ON charter_version
BEGIN SELECT raise(ABORT, 'versions of a charter are only ever added'); END;

CREATE TABLE charter_signature (
    id TEXT PRIMARY KEY,
    charter_id TEXT NOT NULL REFERENCES charter_version (id),
    party TEXT NOT NULL CHECK (party IN ('DIRECTOR', 'SPONSOR')),
    name TEXT NOT NULL,
    signed_on TEXT NOT NULL,
    person TEXT NOT NULL, -- who entered it
    at TEXT NOT NULL,
    UNIQUE (charter_id, party)
) STRICT;

CREATE TRIGGER charter_signature_stays_as_it_was BEFORE UPDATE ON charter_signature
BEGIN SELECT raise(ABORT, 'signatures are only ever added'); END;
CREATE TRIGGER charter_signature_is_kept BEFORE DELETE ON charter_signature
BEGIN SELECT raise(ABORT, 'signatures are only ever added'); END;

-- The department's texts: whose the data are, the transparency sheet, what people are trained in.
CREATE TABLE department_text (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('OWNERSHIP', 'TRANSPARENCY', 'TRAINING')),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    UNIQUE (kind, version)
) STRICT;

CREATE TRIGGER department_text_stays_as_it_was BEFORE UPDATE ON department_text
BEGIN SELECT raise(ABORT, 'versions of a text are only ever added'); END;
CREATE TRIGGER department_text_is_kept BEFORE DELETE ON department_text
BEGIN SELECT raise(ABORT, 'versions of a text are only ever added'); END;

-- Who has read the transparency sheet, or agreed to the ownership statement, in which version. A mark can be taken away.
CREATE TABLE text_mark (
    id TEXT PRIMARY KEY,
    text_id TEXT NOT NULL REFERENCES department_text (id),
    clinician_id TEXT NOT NULL REFERENCES clinician (id),
    channel TEXT NOT NULL,
    marked_on TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL,
    UNIQUE (text_id, clinician_id)
) STRICT;

-- What a conversation may ask, as its versions; nobody's answers are here.
CREATE TABLE conversation_form (
    id TEXT PRIMARY KEY,
    stream TEXT NOT NULL,
    version INTEGER NOT NULL,
    sections TEXT NOT NULL, -- JSON list of [domain or '', [questions]]
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    UNIQUE (stream, version)
) STRICT;

CREATE TRIGGER conversation_form_stays_as_it_was BEFORE UPDATE ON conversation_form
BEGIN SELECT raise(ABORT, 'versions of a form are only ever added'); END;
CREATE TRIGGER conversation_form_is_kept BEFORE DELETE ON conversation_form
BEGIN SELECT raise(ABORT, 'versions of a form are only ever added'); END;

-- What was added when a starter template was used, so that it can be undone by retiring it.
CREATE TABLE template_use (
    id TEXT PRIMARY KEY,
    stream TEXT NOT NULL,
    template TEXT NOT NULL,
    added TEXT NOT NULL, -- JSON object of lists: outcomes, items, measures; form is a version or 0
    at TEXT NOT NULL,
    person TEXT NOT NULL,
    undone_by TEXT NOT NULL DEFAULT '',
    undone_at TEXT,
    revision INTEGER NOT NULL
) STRICT;

CREATE TRIGGER template_use_is_kept BEFORE DELETE ON template_use
BEGIN SELECT raise(ABORT, 'what a template added is kept'); END;
