-- AUTOINCREMENT: an id is never given twice
CREATE TABLE journal (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  written_at_ms INTEGER NOT NULL,
  topic         TEXT NOT NULL,
  text          TEXT NOT NULL
) STRICT;

CREATE INDEX journal_topic ON journal (topic, id);

CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
BEGIN
  SELECT RAISE(ABORT, 'an entry of the journal never changes');
END;

CREATE TRIGGER journal_never_replaces BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
BEGIN
  SELECT RAISE(ABORT, 'an entry of the journal never changes');
END;

CREATE TRIGGER journal_loses_the_oldest_first BEFORE DELETE ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id < OLD.id)
BEGIN
  SELECT RAISE(ABORT, 'the journal loses its oldest entry first');
END;
