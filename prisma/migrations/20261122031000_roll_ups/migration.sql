-- Reports keep whole days, and when they were mailed. What each column and index is for stands in schema.prisma.

-- Whole days of UTC, rolled up. Every transaction from `tx` on may have changed what is kept.
CREATE TABLE "report_horizon" (
  "one" BOOLEAN NOT NULL DEFAULT true,
  "tx"  XID8 NOT NULL,
  CONSTRAINT "report_horizon_pkey" PRIMARY KEY ("one")
);
INSERT INTO "report_horizon" ("tx") VALUES (pg_snapshot_xmin(pg_current_snapshot()));

CREATE TABLE "report_days" (
  "day" DATE NOT NULL,
  CONSTRAINT "report_days_pkey" PRIMARY KEY ("day")
);

CREATE TABLE "report_rollups" (
  "day"          DATE NOT NULL,
  "by"           TEXT NOT NULL,
  "n"            INTEGER NOT NULL,
  "sn"           TEXT NOT NULL DEFAULT '',
  "at"           TIMESTAMPTZ(3) NOT NULL,
  "key"          JSONB NOT NULL,
  "transfers"    INTEGER NOT NULL,
  "answered"     INTEGER NOT NULL,
  "unanswered"   INTEGER NOT NULL,
  "returned"     INTEGER NOT NULL,
  "failed"       INTEGER NOT NULL,
  "abandoned"    INTEGER NOT NULL,
  "unknown"      INTEGER NOT NULL,
  "certain"      INTEGER NOT NULL,
  "inferred"     INTEGER NOT NULL,
  "unattributed" INTEGER NOT NULL,
  "alone"        INTEGER NOT NULL,
  "chained"      TEXT[],
  "waits"        INTEGER[],
  CONSTRAINT "report_rollups_pkey" PRIMARY KEY ("day", "by", "sn", "n")
);

-- Whoever changes what a report counts says so, whether he knows of reports or not.
CREATE FUNCTION "transfer_told"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.told_tx := pg_current_xact_id();
  RETURN NEW;
END $$;
CREATE TRIGGER "transfers_told" BEFORE UPDATE ON "transfers" FOR EACH ROW
WHEN ((OLD.direction, OLD.transferor_ext, OLD.transferor_basis, OLD.transferee_kind, OLD.transferee_number, OLD.target_kind,
       OLD.target_number, OLD.target_answered_by, OLD.kind, OLD.outcome, OLD.answered_at, OLD.talk_seconds, OLD.hop,
       OLD.reported, OLD.received_at)
  IS DISTINCT FROM
      (NEW.direction, NEW.transferor_ext, NEW.transferor_basis, NEW.transferee_kind, NEW.transferee_number, NEW.target_kind,
       NEW.target_number, NEW.target_answered_by, NEW.kind, NEW.outcome, NEW.answered_at, NEW.talk_seconds, NEW.hop,
       NEW.reported, NEW.received_at))
EXECUTE FUNCTION "transfer_told"();

-- What is deleted takes its days along, and those of the same calls. The lock keeps a day from being rolled up meanwhile
-- from a snapshot that still sees the rows.
CREATE FUNCTION "transfers_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE report_horizon IN ROW EXCLUSIVE MODE;
  WITH forgotten AS (
    DELETE FROM report_days WHERE day IN (
      SELECT (received_at AT TIME ZONE 'UTC')::date FROM gone
      UNION
      SELECT (t.received_at AT TIME ZONE 'UTC')::date FROM gone g JOIN transfers t ON t.callid = g.callid AND t.sn = g.sn)
    RETURNING day
  )
  DELETE FROM report_rollups r USING forgotten f WHERE r.day = f.day;
  RETURN NULL;
END $$;
CREATE TRIGGER "transfers_gone" AFTER DELETE ON "transfers" REFERENCING OLD TABLE AS gone
FOR EACH STATEMENT EXECUTE FUNCTION "transfers_gone"();

-- A row per time at which a report was due by mail: of several replicas, the one that claims it sends it.
CREATE TABLE "report_mails" (
  "due"        TIMESTAMPTZ(3) NOT NULL,
  "claimed_at" TIMESTAMPTZ(3) NOT NULL,
  "sent_at"    TIMESTAMPTZ(3),
  CONSTRAINT "report_mails_pkey" PRIMARY KEY ("due")
);
