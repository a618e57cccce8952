-- A thank-you may rest on something measured: the measure, and its value with n and denominator in words as they were.
ALTER TABLE recognition ADD COLUMN measure TEXT;
ALTER TABLE recognition ADD COLUMN measured TEXT NOT NULL DEFAULT '';

-- Steps of support are only ever added; stepping down, and the end of support, are steps too.
ALTER TABLE support_step ADD COLUMN clinician_name TEXT NOT NULL DEFAULT '';
ALTER TABLE support_step ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE support_step ADD COLUMN is_end INTEGER NOT NULL DEFAULT 0 CHECK (is_end IN (0, 1));

CREATE INDEX support_step_of_clinician ON support_step (clinician_id, taken_at);

CREATE TRIGGER support_step_keeps_its_words BEFORE UPDATE ON support_step
BEGIN SELECT RAISE(ABORT, 'steps of support are only ever added'); END;
CREATE TRIGGER support_step_is_kept BEFORE DELETE ON support_step
BEGIN SELECT RAISE(ABORT, 'steps of support are only ever added'); END;
CREATE TRIGGER support_step_stops_at_the_formal_process BEFORE INSERT ON support_step
WHEN NEW.rung = 4 AND NEW.basis || NEW.cause || NEW.agreed_support || ifnull(NEW.review_on, '') <> ''
BEGIN SELECT RAISE(ABORT, 'nothing of a formal process is kept here'); END;

-- A row is one version of a lesson: ``lesson`` is what there are versions of, ``text`` what was learned.
ALTER TABLE lesson ADD COLUMN lesson TEXT NOT NULL DEFAULT '';
ALTER TABLE lesson ADD COLUMN happened TEXT NOT NULL DEFAULT '';
ALTER TABLE lesson ADD COLUMN changed TEXT NOT NULL DEFAULT '';
ALTER TABLE lesson ADD COLUMN work_stream TEXT NOT NULL DEFAULT '';
ALTER TABLE lesson ADD COLUMN is_retired INTEGER NOT NULL DEFAULT 0 CHECK (is_retired IN (0, 1));
ALTER TABLE lesson ADD COLUMN reason TEXT NOT NULL DEFAULT '';

CREATE UNIQUE INDEX lesson_version ON lesson (lesson, revision);

CREATE TRIGGER lesson_keeps_its_words BEFORE UPDATE ON lesson
BEGIN SELECT RAISE(ABORT, 'versions of a lesson are only ever added'); END;
CREATE TRIGGER lesson_is_kept BEFORE DELETE ON lesson
BEGIN SELECT RAISE(ABORT, 'versions of a lesson are only ever added'); END;
