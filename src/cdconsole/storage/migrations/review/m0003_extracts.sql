-- Sealed extracts for review outside the department, and the log of exports that are about one person.

-- As in the records section; here an administrator does not see about whom a file is.
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
BEGIN SELECT RAISE(ABORT, 'the export log is append-only'); END;

CREATE TRIGGER export_log_is_never_deleted BEFORE DELETE ON export_log
BEGIN SELECT RAISE(ABORT, 'the export log is append-only'); END;

-- ``manifest`` is the exact text both people sign: what is ticked, for whom, why, and the hash of every file;
-- ``files`` are those files, as they were when they were proposed, zipped.
CREATE TABLE extract_proposal (
    id                 TEXT PRIMARY KEY,
    clinician_id       TEXT NOT NULL,
    manifest           TEXT NOT NULL,
    files              BLOB NOT NULL,
    proposed_by        TEXT NOT NULL,
    proposer           TEXT NOT NULL,
    proposer_role      TEXT NOT NULL,
    proposed_at        TEXT NOT NULL,           -- UTC
    proposer_signature TEXT NOT NULL,           -- Ed25519 over the manifest, hexadecimal
    agreed_by          TEXT,
    agreer             TEXT,
    agreer_role        TEXT,
    agreed_at          TEXT,                    -- UTC
    agreer_signature   TEXT,
    sealed_by          TEXT,
    sealed_at          TEXT,                    -- UTC
    sha256             TEXT,                    -- of the sealed file
    ended_by           TEXT,                    -- who withdrew or declined it
    ender              TEXT,
    ended_at           TEXT,                    -- UTC
    end_reason         TEXT,
    revision           INTEGER NOT NULL CHECK (revision >= 1),
    CHECK (agreed_by IS NULL OR agreed_by <> proposed_by),
    CHECK ((agreed_by IS NULL) = (agreer_signature IS NULL)),
    CHECK (sealed_at IS NULL OR agreed_by IS NOT NULL),
    CHECK (sealed_at IS NULL OR ended_at IS NULL)
) STRICT;

CREATE INDEX extract_proposal_of_clinician ON extract_proposal (clinician_id, proposed_at);

CREATE TRIGGER extract_proposal_is_kept BEFORE DELETE ON extract_proposal
BEGIN SELECT RAISE(ABORT, 'proposals are withdrawn, not deleted'); END;

CREATE TRIGGER extract_proposal_that_is_over_stays BEFORE UPDATE ON extract_proposal
WHEN OLD.sealed_at IS NOT NULL OR OLD.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'the proposal is over'); END;

CREATE TRIGGER extract_proposal_changed_needs_agreement BEFORE UPDATE ON extract_proposal
WHEN (NEW.manifest, NEW.files) IS NOT (OLD.manifest, OLD.files) AND NEW.agreed_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'agreement is to what was shown'); END;
