-- How a mark was given and how a clinician's words came. What was there before was entered in the room.

ALTER TABLE agreement_mark ADD COLUMN channel TEXT NOT NULL DEFAULT 'IN_PERSON'
    CHECK (channel IN ('IN_PERSON', 'SIGNED_REPLY'));
ALTER TABLE agreement_mark ADD COLUMN person TEXT NOT NULL DEFAULT '';  -- who entered it or took the reply in
ALTER TABLE agreement_mark ADD COLUMN reply TEXT NOT NULL DEFAULT '';   -- SHA-256 of the signed reply's file
ALTER TABLE agreement_mark ADD COLUMN content TEXT NOT NULL DEFAULT ''  -- fingerprint of what it was given to
    CHECK ((channel = 'SIGNED_REPLY') = (reply <> '' AND content <> ''));

ALTER TABLE review_note ADD COLUMN channel TEXT NOT NULL DEFAULT 'IN_PERSON'
    CHECK (channel IN ('IN_PERSON', 'SIGNED_REPLY'));

CREATE TRIGGER signed_note_stands_for_good BEFORE UPDATE ON review_note
WHEN OLD.channel = 'SIGNED_REPLY' OR NEW.channel = 'SIGNED_REPLY'
BEGIN SELECT RAISE(ABORT, 'what a signed reply brought stays as it came'); END;

-- A clinician's view of their own work that came by a signed reply, until the review it belongs to is prepared.
CREATE TABLE waiting_view (
    id           TEXT PRIMARY KEY,              -- SHA-256 of the reply's file
    clinician_id TEXT NOT NULL,
    author       TEXT NOT NULL,
    text         TEXT NOT NULL CHECK (text <> ''),
    said_at      TEXT NOT NULL,                 -- UTC, as the clinician's computer said
    review_id    TEXT REFERENCES review (id),   -- the review that took it up, or that was prepared after a later one came
    revision     INTEGER NOT NULL CHECK (revision >= 1)
) STRICT;

CREATE INDEX waiting_view_of_clinician ON waiting_view (clinician_id, said_at);

CREATE TRIGGER waiting_view_is_kept BEFORE DELETE ON waiting_view
BEGIN SELECT RAISE(ABORT, 'views are kept'); END;

CREATE TRIGGER waiting_view_keeps_its_words BEFORE UPDATE ON waiting_view
WHEN (NEW.id, NEW.clinician_id, NEW.author, NEW.text, NEW.said_at)
    IS NOT (OLD.id, OLD.clinician_id, OLD.author, OLD.text, OLD.said_at) OR OLD.review_id IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a view stays as it was written'); END;
