-- Erasing an outside number, for good: what comes later of the same calls is freed of it as it is written.

-- The calls in which a number was erased, and the SHA-256 of the number: the number itself is not kept.
CREATE TABLE "erased_calls" (
  "sn"        TEXT NOT NULL DEFAULT '',
  "callid"    TEXT NOT NULL,
  "number"    BYTEA NOT NULL,
  "erased_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "erased_calls_pkey" PRIMARY KEY ("sn", "callid", "number")
);

-- The text with `erased` in the place of each number whose hash is given: the whole text, or a run of digits in it,
-- such as the one in a channel's name, with or without its plus.
CREATE FUNCTION without_numbers(words TEXT, hashes BYTEA[]) RETURNS TEXT LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN sha256(convert_to(words, 'UTF8')) = ANY (hashes) THEN 'erased' ELSE coalesce((
    SELECT string_agg(CASE WHEN sha256(convert_to(piece[1], 'UTF8')) = ANY (hashes)
                             OR sha256(convert_to(ltrim(piece[1], '+'), 'UTF8')) = ANY (hashes)
                             OR sha256(convert_to('+' || piece[1], 'UTF8')) = ANY (hashes)
                           THEN 'erased' ELSE piece[1] END, '' ORDER BY n)
    FROM regexp_matches(words, '\+?[0-9*#]+|[^0-9*#+]+|\+', 'g') WITH ORDINALITY AS m(piece, n)), words) END
$$;

-- The same for what the domain understood of an event. A call id and a time are never a number.
CREATE FUNCTION facts_without_numbers(facts JSONB, hashes BYTEA[]) RETURNS JSONB LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
  RETURN CASE jsonb_typeof(facts)
    WHEN 'string' THEN to_jsonb(without_numbers(facts #>> '{}', hashes))
    WHEN 'array' THEN coalesce((SELECT jsonb_agg(facts_without_numbers(one, hashes) ORDER BY n)
      FROM jsonb_array_elements(facts) WITH ORDINALITY AS e(one, n)), '[]')
    WHEN 'object' THEN coalesce((SELECT jsonb_object_agg(key, CASE WHEN key IN ('callid', 'legid', 'startedAtLocal') THEN one
      ELSE facts_without_numbers(one, hashes) END) FROM jsonb_each(facts) AS e(key, one)), '{}')
    ELSE facts END;
END $$;

-- One statement for all rows of a batch; where nothing was ever erased, it costs one look at an empty table.
CREATE FUNCTION keep_erased_transfers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM erased_calls) THEN
    UPDATE transfers t SET raw = NULL,
      transferee_number = CASE WHEN t.transferee_kind = 'ext' THEN t.transferee_number
                               ELSE without_numbers(t.transferee_number, e.hashes) END,
      target_number = CASE WHEN t.target_kind IN ('ext', 'group') THEN t.target_number
                           ELSE without_numbers(t.target_number, e.hashes) END
    FROM (SELECT f.sn, f.id, array_agg(c.number) AS hashes FROM fresh f JOIN erased_calls c USING (sn, callid)
          GROUP BY f.sn, f.id) e
    WHERE t.sn = e.sn AND t.id = e.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_erased AFTER INSERT ON transfers REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION keep_erased_transfers();

CREATE FUNCTION keep_erased_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM erased_calls) THEN
    UPDATE members m SET "from" = without_numbers(m."from", e.hashes), "to" = without_numbers(m."to", e.hashes),
      channelid = without_numbers(m.channelid, e.hashes), callpath = without_numbers(m.callpath, e.hashes)
    FROM (SELECT f.sn, f.transfer_id, f.position, array_agg(c.number) AS hashes FROM fresh f
          JOIN transfers t ON t.sn = f.sn AND t.id = f.transfer_id
          JOIN erased_calls c ON c.sn = t.sn AND c.callid = t.callid GROUP BY f.sn, f.transfer_id, f.position) e
    WHERE m.sn = e.sn AND m.transfer_id = e.transfer_id AND m.position = e.position;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_erased AFTER INSERT ON members REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION keep_erased_members();

CREATE FUNCTION keep_erased_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM erased_calls) THEN
    UPDATE recorded_events r SET raw = NULL, facts = facts_without_numbers(r.facts, e.hashes)
    FROM (SELECT f.sn, f.id, array_agg(c.number) AS hashes FROM fresh f JOIN erased_calls c USING (sn, callid)
          GROUP BY f.sn, f.id) e
    WHERE r.sn = e.sn AND r.id = e.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_erased AFTER INSERT ON recorded_events REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION keep_erased_events();

-- A story that was being told while the number was erased.
CREATE FUNCTION keep_erased_story() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hashes BYTEA[];
BEGIN
  SELECT array_agg(number) INTO hashes FROM erased_calls WHERE sn = NEW.sn AND callid = NEW.callid;
  IF hashes IS NOT NULL THEN
    IF NEW.transferee_kind <> 'ext' THEN NEW.transferee_number := without_numbers(NEW.transferee_number, hashes); END IF;
    IF NEW.target_kind NOT IN ('ext', 'group') THEN NEW.target_number := without_numbers(NEW.target_number, hashes); END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keep_erased_story BEFORE UPDATE ON transfers FOR EACH ROW
  WHEN (NEW.target_number IS DISTINCT FROM OLD.target_number OR NEW.transferee_number IS DISTINCT FROM OLD.transferee_number)
  EXECUTE FUNCTION keep_erased_story();
