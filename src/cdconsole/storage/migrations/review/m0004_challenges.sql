-- Challenges: how each was raised, and why it was opened again. An empty clinician_id is the team's own measure.
ALTER TABLE challenge ADD COLUMN channel TEXT NOT NULL DEFAULT 'IN_PERSON'
    CHECK (channel IN ('IN_PERSON', 'SIGNED_REPLY'));
ALTER TABLE challenge ADD COLUMN reopened TEXT NOT NULL DEFAULT '';

CREATE INDEX challenge_of_clinician ON challenge (clinician_id, measure);

CREATE TRIGGER challenge_is_kept BEFORE DELETE ON challenge
BEGIN SELECT RAISE(ABORT, 'challenges are decided or withdrawn, not deleted'); END;

CREATE TRIGGER challenge_keeps_its_claim BEFORE UPDATE ON challenge
WHEN (NEW.clinician_id, NEW.measure, NEW.first_month, NEW.last_month, NEW.claim, NEW.evidence)
    IS NOT (OLD.clinician_id, OLD.measure, OLD.first_month, OLD.last_month, OLD.claim, OLD.evidence)
BEGIN SELECT RAISE(ABORT, 'what was claimed stays as it was'); END;
