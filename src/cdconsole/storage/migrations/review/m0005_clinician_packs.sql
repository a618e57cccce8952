-- Packs made for clinicians, and the replies to them. A pack's own keys let its reply be opened and checked, once.

CREATE TABLE clinician_pack (
    id             TEXT PRIMARY KEY,
    clinician_id   TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    maker          TEXT NOT NULL,
    made_at        TEXT NOT NULL,               -- UTC
    expires        TEXT NOT NULL,               -- the last day it opens and its reply counts
    sha256         TEXT NOT NULL,               -- of the pack's file
    reply_key      TEXT NOT NULL,               -- Ed25519 public key that signs its reply, hexadecimal
    reply_identity TEXT NOT NULL,               -- age identity that opens its reply
    revoked_at     TEXT,                        -- UTC
    revoked_by     TEXT,
    revoke_reason  TEXT,
    revision       INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL))
) STRICT;

CREATE INDEX clinician_pack_of_clinician ON clinician_pack (clinician_id, made_at);

CREATE TRIGGER clinician_pack_is_kept BEFORE DELETE ON clinician_pack
BEGIN SELECT RAISE(ABORT, 'packs are revoked, not deleted'); END;

-- ``challenges`` are the ids, in the pack, of the challenges raised by this reply, as a JSON array.
CREATE TABLE pack_reply (
    id         TEXT PRIMARY KEY,                -- SHA-256 of the reply's file
    pack_id    TEXT NOT NULL REFERENCES clinician_pack (id),
    sequence   INTEGER NOT NULL CHECK (sequence >= 1),
    state      TEXT NOT NULL CHECK (state IN ('accepted', 'refused')),
    challenges TEXT NOT NULL,
    reason     TEXT NOT NULL,
    person     TEXT NOT NULL,
    at         TEXT NOT NULL                    -- UTC
) STRICT;

CREATE INDEX pack_reply_of_pack ON pack_reply (pack_id, sequence);

CREATE TRIGGER pack_reply_is_kept BEFORE DELETE ON pack_reply
BEGIN SELECT RAISE(ABORT, 'decisions on replies are kept'); END;
