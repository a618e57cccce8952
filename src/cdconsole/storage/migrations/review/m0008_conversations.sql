-- Conversations beside the quarterly review: what kind each is, and what it is about. One of each kind may be open.
ALTER TABLE review ADD COLUMN kind TEXT NOT NULL DEFAULT 'QUARTERLY'
    CHECK (kind IN ('QUARTERLY', 'ASKED_FOR', 'OTHER'));
ALTER TABLE review ADD COLUMN topic TEXT NOT NULL DEFAULT '';

DROP INDEX review_in_preparation;
CREATE UNIQUE INDEX review_of_kind_in_preparation ON review (clinician_id, kind) WHERE status = 'PREPARING';
CREATE INDEX review_held ON review (clinician_id, kind, held_on);
