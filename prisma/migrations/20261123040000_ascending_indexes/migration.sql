-- The lists' indexes in the order in which rows arrive. PostgreSQL splits a page that grows at its end so that the old half
-- stays full, and one that grows at its beginning into two half-empty ones: after 160,000 transfers, newest-first took
-- 1,440 bytes of indexes for each where these take 1,030, and some 5 % of PostgreSQL's time. The lists read them backwards.
DROP INDEX "transfers_target_number_received_at_id_idx";
CREATE INDEX "transfers_target_number_received_at_id_idx"
  ON "transfers" ("target_number" text_pattern_ops, "received_at", "id");
DROP INDEX "transfers_target_answered_by_received_at_id_idx";
CREATE INDEX "transfers_target_answered_by_received_at_id_idx"
  ON "transfers" ("target_answered_by", "received_at", "id") WHERE "target_answered_by" <> "target_number";
DROP INDEX "transfers_transferee_number_received_at_id_idx";
CREATE INDEX "transfers_transferee_number_received_at_id_idx"
  ON "transfers" ("transferee_number", "received_at", "id") WHERE "transferee_kind" = 'ext';
DROP INDEX "transfers_outcome_received_at_id_idx";
CREATE INDEX "transfers_outcome_received_at_id_idx" ON "transfers" ("outcome", "received_at", "id");
DROP INDEX "transfers_kind_received_at_id_idx";
CREATE INDEX "transfers_kind_received_at_id_idx" ON "transfers" ("kind", "received_at", "id");
DROP INDEX "transfers_direction_received_at_id_idx";
CREATE INDEX "transfers_direction_received_at_id_idx" ON "transfers" ("direction", "received_at", "id");
DROP INDEX "transfers_unreported_idx";
CREATE INDEX "transfers_unreported_idx" ON "transfers" ("received_at", "id") WHERE NOT "reported";
DROP INDEX "members_trunkname_received_at_transfer_id_idx";
CREATE INDEX "members_trunkname_received_at_transfer_id_idx"
  ON "members" ("trunkname", "received_at", "transfer_id") WHERE "trunkname" IS NOT NULL;
DROP INDEX "members_outside_received_at_transfer_id_idx";
CREATE INDEX "members_outside_received_at_transfer_id_idx"
  ON "members" ((CASE "kind" WHEN 'inbound' THEN "from" ELSE "to" END) text_pattern_ops, "received_at", "transfer_id")
  WHERE "kind" <> 'ext';
DROP INDEX "transfers_received_at_id_idx";
CREATE INDEX "transfers_received_at_id_idx" ON "transfers" ("received_at", "id");
DROP INDEX "transfers_sn_received_at_id_idx";
CREATE INDEX "transfers_sn_received_at_id_idx" ON "transfers" ("sn", "received_at", "id");
DROP INDEX "transfers_transferor_ext_received_at_id_idx";
CREATE INDEX "transfers_transferor_ext_received_at_id_idx" ON "transfers" ("transferor_ext", "received_at", "id");
DROP INDEX "members_number_received_at_transfer_id_idx";
CREATE INDEX "members_number_received_at_transfer_id_idx" ON "members" ("number", "received_at", "transfer_id");
