-- names are ordered by their UTF-8 bytes, whatever the language of the database
CREATE TABLE document (
  collection text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  revision   bigint NOT NULL,
  content    text NOT NULL,
  PRIMARY KEY (collection, id)
);

-- the order of changes: those of one transaction share a revision; no content: the document was deleted
CREATE TABLE change (
  revision   bigint NOT NULL,
  sequence   bigint NOT NULL,
  collection text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  content    text,
  PRIMARY KEY (revision, sequence)
);

CREATE TABLE lease (
  id            text COLLATE "C" PRIMARY KEY,
  renewed_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL
);

-- to find the leases that ran out without reading the others
CREATE INDEX lease_expiry ON lease (expires_at_ms, id);

CREATE TABLE leader (
  name          text COLLATE "C" PRIMARY KEY,
  holder        text NOT NULL,
  epoch         bigint NOT NULL,
  renewed_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL
);

CREATE TABLE journal (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  written_at_ms bigint NOT NULL,
  topic         text COLLATE "C" NOT NULL,
  text          text NOT NULL
);

CREATE INDEX journal_topic ON journal (topic, id);

CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an entry of the journal never changes';
END
$$;

CREATE FUNCTION refuse_journal_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM journal WHERE id < (SELECT max(id) FROM dropped)) THEN
    RAISE EXCEPTION 'the journal loses its oldest entry first';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER journal_never_changes BEFORE UPDATE OR TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change();

CREATE TRIGGER journal_loses_the_oldest_first AFTER DELETE ON journal REFERENCING OLD TABLE AS dropped
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_gap();

CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql AS $$
  SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;

-- A write is one call, so that what it locks never waits for a client or its network.

-- Applies writes if the fence (null: none) and the revision that each expects (null: any, 0: absent) hold; no content
-- deletes. Tells 'committed' and the revision, 'conflict' and the place of the first unmet expectation, or 'fenced' and the
-- newest epoch.
CREATE FUNCTION commit_writes(
  fence text, fence_epoch bigint, kept bigint, collections text[], ids text[], expected bigint[], contents text[],
  OUT outcome text, OUT number bigint
) LANGUAGE plpgsql AS $$
BEGIN
  -- one at a time until it is visible: a reader of a revision can read all before it, and what is checked here stays so
  PERFORM pg_advisory_xact_lock('change'::regclass::oid::bigint);
  IF fence IS NOT NULL THEN
    -- shared with other writes, but nobody else can win meanwhile
    SELECT epoch INTO number FROM leader WHERE name = fence FOR SHARE;
    number := coalesce(number, 0);
    IF number <> fence_epoch THEN
      outcome := 'fenced';
      RETURN;
    END IF;
  END IF;

  SELECT w.place INTO number
    FROM unnest(collections, ids, expected) WITH ORDINALITY AS w (collection, id, revision, place)
    LEFT JOIN document d ON d.collection = w.collection AND d.id = w.id
    WHERE w.revision <> coalesce(d.revision, 0)
    ORDER BY w.place LIMIT 1;
  IF FOUND THEN
    outcome := 'conflict';
    RETURN;
  END IF;

  SELECT coalesce(max(revision), 0) + 1 INTO number FROM change;
  INSERT INTO document (collection, id, revision, content)
    SELECT w.collection, w.id, number, w.content
    FROM unnest(collections, ids, contents) AS w (collection, id, content)
    WHERE w.content IS NOT NULL
    ON CONFLICT (collection, id) DO UPDATE SET revision = excluded.revision, content = excluded.content;
  DELETE FROM document d
    USING unnest(collections, ids, contents) AS w (collection, id, content)
    WHERE w.content IS NULL AND d.collection = w.collection AND d.id = w.id;
  INSERT INTO change (revision, sequence, collection, id, content)
    SELECT number, w.place, w.collection, w.id, w.content
    FROM unnest(collections, ids, contents) WITH ORDINALITY AS w (collection, id, content, place);
  DELETE FROM change WHERE revision <= number - kept;
  NOTIFY spiderweb_change;
  outcome := 'committed';
END
$$;

-- Lets the asker lead for a time if nobody else does; tells who leads then, in which epoch and until when.
CREATE FUNCTION become_leader(leadership text, asker text, ttl_ms bigint)
RETURNS leader LANGUAGE plpgsql AS $$
DECLARE
  seat leader;
  moment bigint;
  led boolean;
BEGIN
  INSERT INTO leader VALUES (leadership, '', 0, 0, 0) ON CONFLICT DO NOTHING;
  SELECT * INTO seat FROM leader WHERE name = leadership FOR UPDATE;
  moment := now_ms();
  -- renewed in the future: the clock was set back, and nobody could lead until it gets there
  led := seat.renewed_at_ms <= moment AND moment < seat.expires_at_ms;
  IF led AND seat.holder <> asker THEN
    RETURN seat;
  END IF;
  UPDATE leader
    SET holder = asker, epoch = seat.epoch + CASE WHEN led THEN 0 ELSE 1 END,
        renewed_at_ms = moment, expires_at_ms = moment + ttl_ms
    WHERE name = leadership
    RETURNING * INTO seat;
  RETURN seat;
END
$$;
