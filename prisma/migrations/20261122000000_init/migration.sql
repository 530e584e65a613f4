-- The first tables. What each column and index is for stands in schema.prisma.

-- A transfer that a PBX reported, or that only its call records betray.
CREATE TABLE "transfers" (
  "sn"                 TEXT NOT NULL DEFAULT '',
  "id"                 UUID NOT NULL,
  "callid"             TEXT NOT NULL,
  "dialect"            TEXT NOT NULL,
  "received_at"        TIMESTAMPTZ(3) NOT NULL,
  "call_started_at"    TIMESTAMPTZ(0),
  "direction"          TEXT NOT NULL,
  "transferor_ext"     TEXT,
  "transferor_basis"   TEXT NOT NULL,
  "transferee_kind"    TEXT,
  "transferee_number"  TEXT,
  "target_kind"        TEXT,
  "target_number"      TEXT,
  "target_answered_by" TEXT,
  "kind"               TEXT NOT NULL DEFAULT 'unknown',
  "outcome"            TEXT NOT NULL DEFAULT 'unknown',
  "answered_at"        TIMESTAMPTZ(3),
  "talk_seconds"       INTEGER,
  "story_basis"        TEXT,
  "hop"                INTEGER NOT NULL DEFAULT 1,
  "reported"           BOOLEAN NOT NULL DEFAULT true,
  "identity"           BYTEA NOT NULL,
  "occurrence"         INTEGER NOT NULL DEFAULT 0,
  "deliveries"         INTEGER NOT NULL DEFAULT 1,
  "last_delivered_at"  TIMESTAMPTZ(3) NOT NULL,
  "raw"                BYTEA,
  CONSTRAINT "transfers_pkey" PRIMARY KEY ("sn","id")
);
CREATE INDEX "transfers_id_idx" ON "transfers" ("id");
CREATE INDEX "transfers_callid_sn_idx" ON "transfers" ("callid", "sn");
CREATE INDEX "transfers_received_at_id_idx" ON "transfers" ("received_at" DESC, "id" DESC);
CREATE INDEX "transfers_sn_received_at_id_idx" ON "transfers" ("sn", "received_at" DESC, "id" DESC);
CREATE INDEX "transfers_transferor_ext_received_at_id_idx" ON "transfers" ("transferor_ext", "received_at" DESC, "id" DESC);
CREATE INDEX "transfers_target_number_received_at_id_idx" ON "transfers" ("target_number", "received_at" DESC, "id" DESC);
CREATE UNIQUE INDEX "transfers_sn_identity_occurrence_key" ON "transfers" ("sn", "identity", "occurrence");

-- Who was in the call, in the order sent.
CREATE TABLE "members" (
  "sn"           TEXT NOT NULL DEFAULT '',
  "transfer_id"  UUID NOT NULL,
  "position"     SMALLINT NOT NULL,
  "kind"         TEXT NOT NULL,
  "number"       TEXT,
  "from"         TEXT,
  "to"           TEXT,
  "trunkname"    TEXT,
  "channelid"    TEXT,
  "memberstatus" TEXT,
  "callpath"     TEXT,
  "legid"        TEXT,
  "received_at"  TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "members_pkey" PRIMARY KEY ("sn","transfer_id","position")
);
CREATE INDEX "members_number_received_at_transfer_id_idx" ON "members" ("number", "received_at" DESC, "transfer_id" DESC);
ALTER TABLE "members"
  ADD CONSTRAINT "members_sn_transfer_id_fkey"
  FOREIGN KEY ("sn", "transfer_id")
  REFERENCES "transfers"("sn", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Events that help to tell a transfer's story.
CREATE TABLE "recorded_events" (
  "sn"                TEXT NOT NULL DEFAULT '',
  "id"                UUID NOT NULL,
  "callid"            TEXT NOT NULL,
  "what"              TEXT NOT NULL,
  "name"              TEXT NOT NULL,
  "dialect"           TEXT NOT NULL,
  "received_at"       TIMESTAMPTZ(3) NOT NULL,
  "facts"             JSONB NOT NULL,
  "digest"            BYTEA NOT NULL,
  "occurrence"        INTEGER NOT NULL DEFAULT 0,
  "last_delivered_at" TIMESTAMPTZ(3) NOT NULL,
  "raw"               BYTEA,
  CONSTRAINT "recorded_events_pkey" PRIMARY KEY ("sn","id")
);
CREATE INDEX "recorded_events_sn_callid_idx" ON "recorded_events" ("sn", "callid");
CREATE INDEX "recorded_events_received_at_idx" ON "recorded_events" ("received_at");
CREATE UNIQUE INDEX "recorded_events_sn_digest_occurrence_key" ON "recorded_events" ("sn", "digest", "occurrence");

-- Bodies that were refused, byte for byte.
CREATE TABLE "quarantined_bodies" (
  "sn"           TEXT NOT NULL DEFAULT '',
  "id"           UUID NOT NULL,
  "digest"       BYTEA NOT NULL,
  "content_type" TEXT,
  "source"       TEXT NOT NULL,
  "errors"       JSONB NOT NULL,
  "first_at"     TIMESTAMPTZ(3) NOT NULL,
  "last_at"      TIMESTAMPTZ(3) NOT NULL,
  "count"        INTEGER NOT NULL DEFAULT 1,
  "body"         BYTEA NOT NULL,
  CONSTRAINT "quarantined_bodies_pkey" PRIMARY KEY ("sn","id")
);
CREATE INDEX "quarantined_bodies_first_at_idx" ON "quarantined_bodies" ("first_at");
CREATE UNIQUE INDEX "quarantined_bodies_sn_digest_key" ON "quarantined_bodies" ("sn", "digest");
