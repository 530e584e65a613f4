/** How long after its last delivery the same event can be a re-send: no PBX is known to try for longer. */
export const RESEND_WINDOW_MS = 60 * 60_000;

const WITHIN_WINDOW = (known: string) =>
  `i."receivedAt" BETWEEN ${known}.last_delivered_at - interval '${RESEND_WINDOW_MS} milliseconds'
    AND ${known}.last_delivered_at + interval '${RESEND_WINDOW_MS} milliseconds'`;

/**
 * What was received in the same call between the known event and this one. Served by the indexes (callid, sn). The time is
 * asked as a range, which no index serves: the index of the time alone would find what all PBXes sent meanwhile.
 */
const IN_BETWEEN = (row: string, known: string) =>
  `${row}.callid = i.callid AND ${row}.sn = i.sn AND ${row}.sender = i.sender
    AND tstzrange(least(${known}.received_at, i."receivedAt"), greatest(${known}.received_at, i."receivedAt"), '(]') @> ${row}.received_at`;

/** The phone of the transferor (of any extension, where the transferor is unknown) rang or answered again: the call had come back. v1
 * pushes each state once, when it begins; v2 repeats in later events that a phone is in ANSWER, which proves nothing. */
const TRANSFEROR_CAME_BACK = `EXISTS (
    SELECT 1 FROM recorded_events e CROSS JOIN LATERAL jsonb_array_elements(e.facts->'members') m
    WHERE ${IN_BETWEEN('e', 't')} AND e.what = 'status' AND m->>'kind' = 'ext'
      AND (m->>'number' = i."transferorExt" OR i."transferorExt" IS NULL
        AND i.members @> jsonb_build_array(jsonb_build_object('kind', 'ext', 'number', m->>'number')))
      AND (m->>'memberstatus' = 'RING' OR m->>'memberstatus' = 'ANSWER' AND upper(e.name) = 'ANSWER'))`;

const OTHER_TRANSFER = `EXISTS (
    SELECT 1 FROM transfers o WHERE ${IN_BETWEEN('o', 't')} AND o.identity <> i.key AND o.reported)`;

/**
 * If the PBX pushes states and none of them names the transferor, the call did not come back to the transferor. The
 * exception: the extension that transferred in between had consulted the transferor in another call.
 */
const STATES_WITHOUT_TRANSFEROR = `EXISTS (SELECT 1 FROM recorded_events e WHERE ${IN_BETWEEN('e', 't')} AND e.what = 'status')
    AND NOT EXISTS (
      SELECT 1 FROM transfers o
      JOIN call_parties a ON a.sn = o.sn AND a.party = o.transferor_ext AND NOT a.transferred AND a.callid <> o.callid
      JOIN call_parties b ON b.sn = a.sn AND b.callid = a.callid AND b.party = i."transferorExt" AND NOT b.transferred
      WHERE ${IN_BETWEEN('o', 't')} AND o.identity <> i.key AND o.reported
        AND a.at > least(t.received_at, i."receivedAt") AND a.at <= greatest(t.received_at, i."receivedAt"))`;

/** The known channels are those of the event after the erasure of a number in this call. */
const IS_ERASED_FORM = `coalesce(t.legs = facts_without_numbers(i.legs,
    (SELECT array_agg(c.number) FROM erased_calls c WHERE c.sn = i.sn AND c.callid = i.callid)), false)`;

/**
 * The transfers that came before with the identity of an incoming one: the one on the same channels, else the latest.
 * `same` where the incoming one is a re-send of it: within the window, on no other channels, and with nothing in between
 * that says that the call had come back to the transferor. Channels that belong to one leg alone need no such look.
 */
export const KNOWN_TRANSFERS = `
  SELECT i.n, t.id, (SELECT max(occurrence) FROM transfers WHERE sn = i.sn AND identity = i.key) AS occurrence,
    ${WITHIN_WINDOW('t')} AND (t.legs = i.legs OR t.legs IS NULL OR i.legs IS NULL OR ${IS_ERASED_FORM})
      AND (i."hasOwnLegs" AND t.legs IS NOT NULL
        OR NOT ${TRANSFEROR_CAME_BACK} AND (NOT ${OTHER_TRANSFER} OR ${STATES_WITHOUT_TRANSFEROR})) AS same
  FROM incoming i CROSS JOIN LATERAL (
    SELECT id, t.received_at, last_delivered_at, legs
    FROM transfers t CROSS JOIN LATERAL (
      SELECT CASE WHEN bool_and(coalesce(channelid, '') <> '') THEN jsonb_agg(channelid ORDER BY position) END AS legs
      FROM members m WHERE m.sn = t.sn AND m.transfer_id = t.id) l
    WHERE t.sn = i.sn AND identity = i.key
    ORDER BY legs = i.legs DESC NULLS LAST, occurrence DESC LIMIT 1 FOR NO KEY UPDATE OF t) t`;

/** The states of the call's parties that were recorded in between with other words. */
const STATE_BETWEEN = `SELECT FROM recorded_events o CROSS JOIN LATERAL jsonb_array_elements(o.facts->'members') m
    WHERE ${IN_BETWEEN('o', 'e')} AND o.what = 'status' AND o.digest <> i.key`;

/** An extension that the event shows ringing was put down in between; one that it shows otherwise rang in between. */
const PHONE_RANG_AGAIN = `EXISTS (${STATE_BETWEEN} AND EXISTS (
      SELECT FROM jsonb_array_elements(i.facts->'members') s
      WHERE s->>'kind' = 'ext' AND s->>'number' = m->>'number'
        AND m->>'memberstatus' = CASE s->>'memberstatus' WHEN 'RING' THEN 'BYE' ELSE 'RING' END))`;

/** A BYE or RING of an extension that the event is about, or another one's ANSWER: what the event says may be true again. */
const STATES_CHANGED = `EXISTS (${STATE_BETWEEN}
      AND (m->>'memberstatus' IN ('BYE', 'RING') AND jsonb_exists(i.subjects, m->>'number')
        OR m->>'memberstatus' = 'ANSWER' AND m->>'kind' = 'ext' AND NOT jsonb_exists(i.subjects, m->>'number')))`;

const TRANSFERS_BETWEEN = `(SELECT count(*) FROM transfers o WHERE ${IN_BETWEEN('o', 'e')} AND o.reported)`;

/**
 * How long after it was first received the same state is a re-send although the phone rang again in between, a transfer
 * lies in between, or other states changed. A PBX sends again within seconds; after a transfer the target's phone rings in
 * vain before the transferor's rings again. Re-sends do not prolong these times: a state that comes again and again is kept.
 */
const AGAIN_AFTER = { phoneRang: '5 seconds', transfer: '15 seconds', statesChanged: '1 minute' };

const isLaterBy = (time: string) => `i."receivedAt" > e.received_at + interval '${time}'`;

/**
 * The same for recorded events. Only states without channels of their own can come true again within the window: at once
 * where two transfers lie in between, else after the times above.
 */
export const KNOWN_EVENTS = `
  SELECT i.n, e.id, e.occurrence, ${WITHIN_WINDOW('e')} AND (i.subjects IS NULL OR NOT (
      ${TRANSFERS_BETWEEN} > 1
      OR ${isLaterBy(AGAIN_AFTER.phoneRang)} AND ${PHONE_RANG_AGAIN}
      OR ${isLaterBy(AGAIN_AFTER.transfer)} AND ${TRANSFERS_BETWEEN} = 1
      OR ${isLaterBy(AGAIN_AFTER.statesChanged)} AND ${STATES_CHANGED})) AS same
  FROM incoming_events i CROSS JOIN LATERAL (
    SELECT id, occurrence, received_at, last_delivered_at FROM recorded_events
    WHERE sn = i.sn AND digest = i.key ORDER BY occurrence DESC LIMIT 1 FOR NO KEY UPDATE) e`;
