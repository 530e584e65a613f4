-- Views for tools that read by SQL. They show what the API answers a key without the scope `numbers`: a role that may read these
-- views and nothing else sees no outside number. What each column means stands in deploy/views.md.

-- maskNumber of src/privacy/masked-text.ts.
CREATE FUNCTION "bi_masked"(number TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN number ~ '^\s*$' THEN number
  WHEN length(number) < 7 THEN repeat('*', greatest(3, length(number)))
  ELSE repeat('*', length(number) - 2) || right(number, 2) END;

-- maskExtension of the same file: what has more than seven digits is no extension.
CREATE FUNCTION "bi_extension"(number TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN number ~ '([^0-9]*[0-9]){8}' THEN bi_masked(number) ELSE number END;

CREATE VIEW "bi_transfers" AS
SELECT id, nullif(sn, '') AS sn, callid, dialect, received_at, call_started_at, direction,
  bi_extension(transferor_ext) AS transferor, transferor_basis,
  transferee_kind,
  CASE transferee_kind WHEN 'ext' THEN bi_extension(transferee_number) ELSE bi_masked(transferee_number) END AS transferee,
  target_kind,
  CASE WHEN target_kind IN ('outside', 'unknown') THEN bi_masked(target_number) ELSE bi_extension(target_number) END AS target,
  bi_extension(target_answered_by) AS answered_by,
  did, kind, outcome, answered_at, talk_seconds, story_basis, reported, hop, deliveries
FROM transfers;

CREATE VIEW "bi_members" AS
SELECT transfer_id, position, kind, trunkname AS trunk,
  CASE kind WHEN 'ext' THEN bi_extension(number) END AS extension,
  CASE WHEN kind = 'inbound' OR "from" !~ '^[0-9]{1,7}$' THEN bi_masked("from") ELSE "from" END AS "from",
  CASE kind WHEN 'outbound' THEN bi_masked("to") ELSE "to" END AS "to"
FROM members;

CREATE VIEW "bi_extensions" AS
SELECT nullif(sn, '') AS sn, number, name, "group" FROM extensions;
