-- Who may come in, and what was turned away. What each column and index is for stands in schema.prisma.

CREATE TABLE "access_keys" (
  "id"         TEXT NOT NULL,
  "hash"       BYTEA NOT NULL,
  "name"       TEXT NOT NULL DEFAULT '',
  "scopes"     TEXT[],
  "pbxes"      TEXT[],
  "extensions" TEXT[],
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "access_keys_pkey" PRIMARY KEY ("id")
);

-- Strangers must not push out what a known PBX sent, so each cause has a bound of its own.
ALTER TABLE "quarantined_bodies" ADD COLUMN "cause" TEXT NOT NULL DEFAULT 'fault';
DROP INDEX "quarantined_bodies_sn_digest_key";
CREATE UNIQUE INDEX "quarantined_bodies_sn_cause_digest_key" ON "quarantined_bodies" ("sn", "cause", "digest");
