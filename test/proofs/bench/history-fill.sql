-- Transfers of one year with about three members each, in the proportions of real life: a few extensions are more than a
-- hundred times busier than most, one call in ten is handed on again. Replace :transfers with how many.
INSERT INTO transfers (sn, id, callid, dialect, received_at, call_started_at, direction, transferor_ext, transferor_basis,
  transferee_kind, transferee_number, target_kind, target_number, target_answered_by, kind, outcome, answered_at, talk_seconds,
  story_basis, hop, reported, identity, last_delivered_at, raw, created_tx)
SELECT '36945109040' || pbx, id, call_seconds || '.' || call_no, 'v2', at, to_timestamp(call_seconds),
  direction, '1' || lpad(who::text, 4, '0'), 'only-extension',
  CASE direction WHEN 'internal' THEN 'ext' ELSE direction END, CASE direction WHEN 'internal' THEN '1' || lpad(to_ext::text, 4, '0') ELSE number END,
  CASE WHEN is_group THEN 'group' ELSE 'ext' END, CASE WHEN is_group THEN '62' || lpad((to_ext % 20)::text, 2, '0') ELSE '1' || lpad(to_ext::text, 4, '0') END,
  CASE WHEN outcome = 'answered' THEN '1' || lpad(to_ext::text, 4, '0') END,
  (ARRAY['blind','blind','blind','attended','attended','unknown','forward'])[1 + n % 7], outcome,
  CASE WHEN outcome = 'answered' THEN at + interval '7 seconds' END, CASE WHEN outcome = 'answered' THEN (n % 600)::int END,
  'status', CASE WHEN n % 10 = 0 THEN 2 ELSE 1 END, n % 200 <> 0, sha256(int8send(n)), at,
  convert_to('{"event":"Tranfer","callid":"' || call_no || '","members":[' || repeat('"channelid",', 20) || '1]}', 'UTF8'), NULL
FROM (
  SELECT n, at, direction, who, to_ext, number, outcome, is_group, pbx,
    extract(epoch FROM at)::bigint - 60 AS call_seconds, CASE WHEN n % 10 = 0 THEN n - 1 ELSE n END AS call_no,
    (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 5, 15))::uuid AS id
  FROM (
    SELECT n, timestamptz '2025-11-22 00:00Z' + (n * 1.0 / :transfers) * interval '365 days' AS at,
      (ARRAY['inbound','inbound','inbound','outbound','internal'])[1 + (random() * 5)::int % 5] AS direction,
      (5000 * random() ^ 4)::int AS who, (5000 * random() ^ 4)::int AS to_ext,
      '+34' || (600000000 + (random() ^ 3 * 99999999)::int) AS number,
      (ARRAY['answered','answered','answered','answered','answered','answered','answered','unanswered','unanswered','returned'])[1 + (random() * 10)::int % 10] AS outcome0,
      random() < 0.1 AS is_group, (random() ^ 3 * 4)::int AS pbx, random() < 0.01 AS is_failed
    FROM generate_series(1, :transfers) n) a
  CROSS JOIN LATERAL (SELECT CASE WHEN is_failed THEN 'failed' ELSE outcome0 END AS outcome) o) b;

INSERT INTO members (sn, transfer_id, position, kind, number, "from", "to", trunkname, channelid, received_at)
SELECT sn, id, 1, 'ext', transferor_ext, NULL, NULL, NULL, 'PJSIP/' || transferor_ext || '-0000002c', received_at FROM transfers
UNION ALL
SELECT sn, id, 2, transferee_kind, CASE transferee_kind WHEN 'ext' THEN transferee_number END,
  CASE transferee_kind WHEN 'ext' THEN NULL ELSE transferee_number END, CASE transferee_kind WHEN 'ext' THEN NULL ELSE '910000000' END,
  CASE transferee_kind WHEN 'ext' THEN NULL ELSE 'trunk' || (hop + talk_seconds % 6) END, 'PJSIP/trunk-siptrunk-endpoint-0000002b', received_at
FROM transfers
UNION ALL
SELECT sn, id, 3, 'ext', coalesce(target_answered_by, target_number), NULL, NULL, NULL, 'PJSIP/' || target_number || '-0000002d', received_at
FROM transfers WHERE get_byte(identity, 0) < 242;
