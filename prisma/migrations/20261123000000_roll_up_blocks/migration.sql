-- Roll-ups of several days at once, so that a year costs little more than a month. They are made anew from the rows, in
-- the background. What each column and index is for stands in schema.prisma.

DROP TABLE "report_rollups";
DROP TABLE "report_days";

-- Days of UTC that are rolled up together: 1, 4 or 16, beginning with a multiple of as many since 1970-01-01.
CREATE TABLE "report_blocks" (
  "day"  DATE NOT NULL,
  "days" INTEGER NOT NULL,
  CONSTRAINT "report_blocks_pkey" PRIMARY KEY ("day", "days")
);

CREATE TABLE "report_rollups" (
  "day"          DATE NOT NULL,
  "days"         INTEGER NOT NULL,
  "by"           TEXT NOT NULL,
  "n"            INTEGER NOT NULL,
  "sn"           TEXT NOT NULL DEFAULT '',
  "at"           TIMESTAMPTZ(3) NOT NULL,
  "key"          TEXT NOT NULL,
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
  "whole"        INTEGER NOT NULL,
  "across"       TEXT[],
  "waits"        TEXT,
  CONSTRAINT "report_rollups_pkey" PRIMARY KEY ("day", "days", "by", "sn", "n")
);
CREATE INDEX "report_rollups_across_idx" ON "report_rollups" ("day", "days", "by") WHERE "across" IS NOT NULL;

-- What is deleted takes its blocks along, and those of the same calls. The lock keeps a block from being rolled up
-- meanwhile from a snapshot that still sees the rows.
CREATE OR REPLACE FUNCTION "transfers_gone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE report_horizon IN ROW EXCLUSIVE MODE;
  WITH changed AS (
    SELECT (received_at AT TIME ZONE 'UTC')::date AS day FROM gone
    UNION
    SELECT (t.received_at AT TIME ZONE 'UTC')::date FROM gone g JOIN transfers t ON t.callid = g.callid AND t.sn = g.sn
  ), forgotten AS (
    DELETE FROM report_blocks b
    WHERE EXISTS (SELECT FROM changed c WHERE c.day >= b.day AND c.day < b.day + b.days) RETURNING day, days
  )
  DELETE FROM report_rollups r USING forgotten f WHERE r.day = f.day AND r.days = f.days;
  RETURN NULL;
END $$;
