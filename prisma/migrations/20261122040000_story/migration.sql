-- How the stories of transfers follow their evidence. What each column and index is for stands in schema.prisma.

-- The transaction that wrote the event: what is new since the worker last looked. Rows that are there already have none.
ALTER TABLE "recorded_events" ADD COLUMN "tx" xid8;
ALTER TABLE "recorded_events" ALTER COLUMN "tx" SET DEFAULT pg_current_xact_id();
CREATE INDEX "recorded_events_tx_idx" ON "recorded_events" ("tx");

-- Evidence of the story was purged: it is not told again.
ALTER TABLE "transfers" ADD COLUMN "sealed" BOOLEAN NOT NULL DEFAULT false;

-- Who was heard of in which call, and from when on.
CREATE TABLE "call_parties" (
  "sn"          TEXT NOT NULL DEFAULT '',
  "callid"      TEXT NOT NULL,
  "party"       TEXT NOT NULL,
  "transferred" BOOLEAN NOT NULL,
  "at"          TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "call_parties_pkey" PRIMARY KEY ("sn", "callid", "party", "transferred", "at")
);
CREATE INDEX "call_parties_sn_party_transferred_at_callid_idx"
  ON "call_parties" ("sn", "party", "transferred", "at", "callid");

-- How far the stories have come: all that this snapshot saw is told; without a row, nothing is.
CREATE TABLE "story_progress" (
  "sn"   TEXT NOT NULL DEFAULT '',
  "seen" pg_snapshot NOT NULL,
  CONSTRAINT "story_progress_pkey" PRIMARY KEY ("sn")
);

-- Whoever was erased from a call is not found in it by what comes later.
CREATE FUNCTION keep_erased_parties() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM erased_calls) THEN
    DELETE FROM call_parties p USING fresh f JOIN erased_calls c USING (sn, callid)
    WHERE p.sn = f.sn AND p.callid = f.callid AND p.party = f.party
      AND without_numbers(p.party, ARRAY[c.number]) <> p.party;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_erased AFTER INSERT ON call_parties REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION keep_erased_parties();

-- A transfer that goes takes with it how it was found.
CREATE FUNCTION forget_transferred() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM call_parties p USING gone g
  WHERE p.sn = g.sn AND p.callid = g.callid AND p.transferred AND p.at = g.received_at;
  RETURN NULL;
END $$;
CREATE TRIGGER forget_transferred AFTER DELETE ON transfers REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION forget_transferred();
