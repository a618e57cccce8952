-- Words that the spelling check takes for right in this department. Who wrote them in notes wrote them here: encrypted.
CREATE TABLE department_word (
    id           TEXT PRIMARY KEY,
    word         TEXT NOT NULL CHECK (word <> ''),
    author_id    TEXT NOT NULL,
    author       TEXT NOT NULL,
    added_at     TEXT NOT NULL,                 -- UTC
    withdrawn_by TEXT,
    withdrawn_at TEXT,                          -- UTC
    revision     INTEGER NOT NULL CHECK (revision >= 1),
    CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
) STRICT;

CREATE TRIGGER department_word_is_kept BEFORE DELETE ON department_word
BEGIN SELECT RAISE(ABORT, 'words are withdrawn, not deleted'); END;

CREATE TRIGGER department_word_stays_as_written BEFORE UPDATE ON department_word
WHEN (NEW.word, NEW.author_id, NEW.author, NEW.added_at) IS NOT (OLD.word, OLD.author_id, OLD.author, OLD.added_at)
BEGIN SELECT RAISE(ABORT, 'a word stays as it was written'); END;
