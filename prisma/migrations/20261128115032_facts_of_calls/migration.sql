-- What records tell of a call beside its course, and what tells calls apart. What each column is for stands in schema.prisma.

ALTER TABLE "transfers" ADD COLUMN "did" TEXT, ADD COLUMN "sender" TEXT NOT NULL DEFAULT '';
ALTER TABLE "recorded_events" ADD COLUMN "sender" TEXT NOT NULL DEFAULT '';
ALTER TABLE "report_blocks" ADD COLUMN "counted_by" TEXT NOT NULL DEFAULT '';

-- ?did=
CREATE INDEX "transfers_did_received_at_id_idx" ON "transfers" ("did", "received_at", "id") WHERE "did" IS NOT NULL;

-- Whoever changes the number that was called changes what a report counts.
DROP TRIGGER "transfers_changed" ON "transfers";
CREATE TRIGGER "transfers_changed" BEFORE UPDATE ON "transfers" FOR EACH ROW
WHEN ((OLD.direction, OLD.transferor_ext, OLD.transferor_basis, OLD.transferee_kind, OLD.transferee_number, OLD.target_kind,
       OLD.target_number, OLD.target_answered_by, OLD.did, OLD.kind, OLD.outcome, OLD.answered_at, OLD.talk_seconds, OLD.hop,
       OLD.reported, OLD.received_at)
  IS DISTINCT FROM
      (NEW.direction, NEW.transferor_ext, NEW.transferor_basis, NEW.transferee_kind, NEW.transferee_number, NEW.target_kind,
       NEW.target_number, NEW.target_answered_by, NEW.did, NEW.kind, NEW.outcome, NEW.answered_at, NEW.talk_seconds, NEW.hop,
       NEW.reported, NEW.received_at))
EXECUTE FUNCTION "transfer_changed"();

-- An erased number is taken out of `did` as well.
CREATE OR REPLACE FUNCTION keep_erased_transfers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM erased_calls) THEN
    UPDATE transfers t SET raw = NULL, did = without_numbers(t.did, e.hashes),
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

CREATE OR REPLACE FUNCTION keep_erased_story() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hashes BYTEA[];
BEGIN
  SELECT array_agg(number) INTO hashes FROM erased_calls WHERE sn = NEW.sn AND callid = NEW.callid;
  IF hashes IS NOT NULL THEN
    NEW.did := without_numbers(NEW.did, hashes);
    IF NEW.transferee_kind <> 'ext' THEN NEW.transferee_number := without_numbers(NEW.transferee_number, hashes); END IF;
    IF NEW.target_kind NOT IN ('ext', 'group') THEN NEW.target_number := without_numbers(NEW.target_number, hashes); END IF;
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER keep_erased_story ON transfers;
CREATE TRIGGER keep_erased_story BEFORE UPDATE ON transfers FOR EACH ROW
  WHEN ((NEW.target_number, NEW.transferee_number, NEW.did) IS DISTINCT FROM (OLD.target_number, OLD.transferee_number, OLD.did))
  EXECUTE FUNCTION keep_erased_story();

-- The parties of calls that were stored before there was a table of them: as src/transfer/parties.ts says.
CREATE FUNCTION pg_temp.party(kind TEXT, number TEXT, "from" TEXT, "to" TEXT, channelid TEXT) RETURNS TEXT LANGUAGE sql AS $$
  SELECT CASE WHEN channelid ~* '^local/' THEN NULL
              ELSE regexp_replace(CASE kind WHEN 'ext' THEN number WHEN 'inbound' THEN "from" ELSE "to" END, '^\s+|\s+$', '', 'g') END
$$;
INSERT INTO call_parties (sn, callid, party, transferred, at)
SELECT DISTINCT t.sn, t.callid, p.party, true, t.received_at
FROM transfers t
CROSS JOIN LATERAL (
  SELECT pg_temp.party(m.kind, m.number, m."from", m."to", m.channelid) AS party
  FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id
  UNION SELECT t.transferor_ext) p
WHERE t.reported AND length(p.party) BETWEEN 1 AND 100
  AND NOT EXISTS (SELECT FROM call_parties c
    WHERE c.sn = t.sn AND c.callid = t.callid AND c.transferred AND c.at = t.received_at)
ON CONFLICT DO NOTHING;
INSERT INTO call_parties (sn, callid, party, transferred, at)
SELECT e.sn, e.callid, p.party, false, min(e.received_at)
FROM recorded_events e
CROSS JOIN LATERAL (
  SELECT pg_temp.party(m->>'kind', m->>'number', m->>'from', m->>'to', m->>'channelid') AS party
  FROM jsonb_array_elements(CASE jsonb_typeof(e.facts->'members') WHEN 'array' THEN e.facts->'members' ELSE '[]' END) m
  UNION SELECT btrim(each) FROM unnest(ARRAY[e.facts->>'from', e.facts->>'to', e.facts->>'answeredBy']) each
    WHERE e.what = 'record') p
WHERE length(p.party) BETWEEN 1 AND 100
  AND NOT EXISTS (SELECT FROM call_parties c WHERE c.sn = e.sn AND c.callid = e.callid AND NOT c.transferred)
GROUP BY e.sn, e.callid, p.party
ON CONFLICT DO NOTHING;
