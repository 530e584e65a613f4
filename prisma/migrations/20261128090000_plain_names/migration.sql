-- Columns and triggers get the names that the code uses for them.
ALTER TABLE "transfers" RENAME COLUMN "tx" TO "created_tx";
ALTER TABLE "transfers" RENAME COLUMN "told_tx" TO "changed_tx";
ALTER TABLE "transfers" RENAME COLUMN "sealed" TO "frozen";
ALTER TABLE "recorded_events" RENAME COLUMN "tx" TO "created_tx";
ALTER INDEX "transfers_tx_id_idx" RENAME TO "transfers_created_tx_id_idx";
ALTER INDEX "transfers_told_tx_id_idx" RENAME TO "transfers_changed_tx_id_idx";
ALTER INDEX "recorded_events_tx_idx" RENAME TO "recorded_events_created_tx_idx";

ALTER TRIGGER "transfers_told" ON "transfers" RENAME TO "transfers_changed";
ALTER FUNCTION "transfer_told"() RENAME TO "transfer_changed";
CREATE OR REPLACE FUNCTION "transfer_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed_tx := pg_current_xact_id();
  RETURN NEW;
END $$;
