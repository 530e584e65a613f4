-- What reports keep. What each column and index is for stands in schema.prisma.

-- Names and groups that people gave to extensions.
CREATE TABLE "extensions" (
  "sn"     TEXT NOT NULL DEFAULT '',
  "number" TEXT NOT NULL,
  "name"   TEXT,
  "group"  TEXT,
  CONSTRAINT "extensions_pkey" PRIMARY KEY ("sn", "number")
);
CREATE INDEX "extensions_group_idx" ON "extensions" ("group");
