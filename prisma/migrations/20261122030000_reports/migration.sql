-- What reports keep. What each column and index is for stands in schema.prisma.

CREATE INDEX "extensions_group_idx" ON "extensions" ("group");
