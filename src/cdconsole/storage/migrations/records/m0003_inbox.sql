-- The inbox for data packs: the department's own key pairs, who seals packs, and what was decided on each pack.

CREATE TABLE inbox_key (
    recipient TEXT PRIMARY KEY, -- age X25519
    identity TEXT NOT NULL,
    since TEXT NOT NULL,
    retired_at TEXT -- kept after that: it still opens what was sealed to it
) STRICT;

CREATE TABLE pack_sender (
    signing_key TEXT PRIMARY KEY, -- Ed25519, hexadecimal
    name TEXT NOT NULL,
    is_accepted INTEGER NOT NULL CHECK (is_accepted IN (0, 1)),
    person TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE data_pack (
    sha256 TEXT PRIMARY KEY, -- of the pack as it lay in the inbox
    file_name TEXT NOT NULL,
    header BLOB, -- PackHeader, frozen: sender, sequence, period, files; NULL where no signature held
    state TEXT NOT NULL,
    accepted TEXT NOT NULL, -- JSON list of the doubts a person answered
    reason TEXT NOT NULL,
    person TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
