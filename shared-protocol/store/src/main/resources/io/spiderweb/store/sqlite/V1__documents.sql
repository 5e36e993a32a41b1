-- 'SPDW': tells the databases of Spiderweb from others
PRAGMA application_id = 0x53504457;

CREATE TABLE document (
  collection TEXT NOT NULL,
  id         TEXT NOT NULL,
  revision   INTEGER NOT NULL,
  content    TEXT NOT NULL,
  PRIMARY KEY (collection, id)
) STRICT;

-- the order of changes; those of one transaction share a revision; no content: the document was deleted
CREATE TABLE change (
  sequence   INTEGER PRIMARY KEY,
  revision   INTEGER NOT NULL,
  collection TEXT NOT NULL,
  id         TEXT NOT NULL,
  content    TEXT
) STRICT;

CREATE INDEX change_revision ON change (revision);

CREATE TABLE lease (
  id            TEXT PRIMARY KEY,
  renewed_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE leader (
  name          TEXT PRIMARY KEY,
  holder        TEXT NOT NULL,
  epoch         INTEGER NOT NULL,
  renewed_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
