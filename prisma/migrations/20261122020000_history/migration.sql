-- Indexes for questions about single transfers, and when a row was committed. What each is for stands in schema.prisma;
-- here is what Prisma's schema language cannot say.

-- The transaction that wrote the row, and the last one that changed its story: what the live stream follows. Rows that
-- are there already have none and were never live.
ALTER TABLE "transfers" ADD COLUMN "tx" xid8, ADD COLUMN "told_tx" xid8;
ALTER TABLE "transfers" ALTER COLUMN "tx" SET DEFAULT pg_current_xact_id();
CREATE INDEX "transfers_tx_id_idx" ON "transfers" ("tx", "id");
CREATE INDEX "transfers_told_tx_id_idx" ON "transfers" ("told_tx", "id") WHERE "told_tx" IS NOT NULL;

-- ?number= as a prefix needs the plain order of bytes, which serves = as well.
DROP INDEX "transfers_target_number_received_at_id_idx";
CREATE INDEX "transfers_target_number_received_at_id_idx"
  ON "transfers" ("target_number" text_pattern_ops, "received_at" DESC, "id" DESC);

-- ?ext= of whoever took a call that was meant for another, and of whoever was handed on.
CREATE INDEX "transfers_target_answered_by_received_at_id_idx"
  ON "transfers" ("target_answered_by", "received_at" DESC, "id" DESC) WHERE "target_answered_by" <> "target_number";
CREATE INDEX "transfers_transferee_number_received_at_id_idx"
  ON "transfers" ("transferee_number", "received_at" DESC, "id" DESC) WHERE "transferee_kind" = 'ext';

-- ?outcome=, ?kind=, ?direction=
CREATE INDEX "transfers_outcome_received_at_id_idx" ON "transfers" ("outcome", "received_at" DESC, "id" DESC);
CREATE INDEX "transfers_kind_received_at_id_idx" ON "transfers" ("kind", "received_at" DESC, "id" DESC);
CREATE INDEX "transfers_direction_received_at_id_idx" ON "transfers" ("direction", "received_at" DESC, "id" DESC);

-- ?reported=false and ?hops=: of few rows.
CREATE INDEX "transfers_unreported_idx" ON "transfers" ("received_at" DESC, "id" DESC) WHERE NOT "reported";
CREATE INDEX "transfers_hop_idx" ON "transfers" ("hop", "callid", "sn") WHERE "hop" > 1;

-- ?trunk=
CREATE INDEX "members_trunkname_received_at_transfer_id_idx"
  ON "members" ("trunkname", "received_at" DESC, "transfer_id" DESC) WHERE "trunkname" IS NOT NULL;

-- ?number= exactly or by its beginning, and by its end.
CREATE INDEX "members_outside_received_at_transfer_id_idx"
  ON "members" ((CASE "kind" WHEN 'inbound' THEN "from" ELSE "to" END) text_pattern_ops, "received_at" DESC, "transfer_id" DESC)
  WHERE "kind" <> 'ext';
CREATE INDEX "members_outside_reversed_idx"
  ON "members" (reverse(CASE "kind" WHEN 'inbound' THEN "from" ELSE "to" END) text_pattern_ops)
  WHERE "kind" <> 'ext';
CREATE INDEX "transfers_target_outside_reversed_idx"
  ON "transfers" (reverse("target_number") text_pattern_ops) WHERE "target_kind" = 'outside';

-- GET /calls/{callid} knows no PBX.
DROP INDEX "recorded_events_sn_callid_idx";
CREATE INDEX "recorded_events_callid_sn_idx" ON "recorded_events" ("callid", "sn");
