-- What two deliveries of one transfer have in common is written in another way than in the releases before (transfer/identity.ts).
-- A re-send comes within an hour, so that the transfers of the last hour get the identity of today: a transfer whose PBX sends it
-- again after the update is recognised. Left as they are: transfers without a serial number, of which the sender's address was not
-- kept, and those whose transferor is no longer what the event says, because the story has named another.

WITH members_of_today AS (
  SELECT t.sn, t.id, t.received_at, t.identity AS before, sha256(convert_to(
    '[' || to_json(t.sn) || ',' || to_json(t.callid) || ',' || coalesce(to_json(t.transferor_ext)::text, 'null') || ',[' ||
    coalesce(string_agg('["' || m.kind || '",' || to_json(CASE m.kind WHEN 'ext' THEN m.number WHEN 'inbound' THEN m."from" ELSE m."to" END) || ']',
        ',' ORDER BY m.position) FILTER (WHERE m.kind <> 'ext' OR m.number IS DISTINCT FROM t.transferor_ext), '') || ']]',
    'UTF8')) AS identity
  FROM "transfers" t JOIN "members" m ON m.sn = t.sn AND m.transfer_id = t.id
  WHERE t.received_at > now() - interval '1 hour' AND t.sn <> '' AND t.reported
    AND (t.transferor_basis IN ('only-extension', 'member-order', 'called-extension') OR t.transferor_ext IS NULL)
  GROUP BY t.sn, t.id
), changed AS (
  SELECT n.sn, n.id, n.identity, row_number() OVER (PARTITION BY n.sn, n.identity ORDER BY n.received_at, n.id) - 1
    + coalesce((SELECT max(o.occurrence) + 1 FROM "transfers" o WHERE o.sn = n.sn AND o.identity = n.identity), 0) AS occurrence
  FROM members_of_today n WHERE n.identity <> n.before
)
UPDATE "transfers" t SET "identity" = c.identity, "occurrence" = c.occurrence FROM changed c WHERE t.sn = c.sn AND t.id = c.id;
