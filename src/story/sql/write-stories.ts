import { PLANNED } from '../../database/connections.js';
import { Prisma } from '../../database/generated/client.js';
import { lockOrder } from '../../database/row-lock-order.js';
import type { ComputedStory } from '../computed-story.js';

function columns({ sn, id, story }: ComputedStory) {
  const { target, transferor, transferee } = story;
  return {
    sn,
    id,
    hop: story.hop,
    kind: story.kind,
    transferorExt: transferor.ext,
    transferorBasis: transferor.basis,
    transfereeKind: transferee?.kind,
    transfereeNumber: transferee?.number,
    targetKind: target?.kind,
    targetNumber: target?.number,
    targetAnsweredBy: target?.answeredBy,
    did: story.did,
    outcome: story.outcome,
    answeredAt: story.answeredAt,
    talkSeconds: story.talkSeconds,
    storyBasis: story.basis,
  };
}

/** The columns of a story in `transfers`, each with its field of `columns`. */
const STORY = {
  hop: 'hop',
  kind: 'kind',
  transferor_ext: 'transferorExt',
  transferor_basis: 'transferorBasis',
  transferee_kind: 'transfereeKind',
  transferee_number: 'transfereeNumber',
  target_kind: 'targetKind',
  target_number: 'targetNumber',
  target_answered_by: 'targetAnsweredBy',
  did: 'did',
  outcome: 'outcome',
  answered_at: 'answeredAt',
  talk_seconds: 'talkSeconds',
  story_basis: 'storyBasis',
} satisfies Record<string, keyof ReturnType<typeof columns>>;
const listed = (names: string[], alias = '') =>
  Prisma.raw(names.map((name) => `${alias}"${name}"`).join(', '));
const KEPT = listed(Object.keys(STORY));
const KEPT_OF_T = listed(Object.keys(STORY), 't.');
const COMPUTED_OF_S = listed(Object.values(STORY), 's.');

/** Writes what differs from what is there. */
export const writeStories = (stories: ComputedStory[]) => Prisma.sql`${PLANNED}
WITH computed AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset(${JSON.stringify(stories.map(columns))}::jsonb) AS s(
    sn text, id uuid, hop int, kind text, "transferorExt" text, "transferorBasis" text, "transfereeKind" text,
    "transfereeNumber" text, "targetKind" text, "targetNumber" text, "targetAnsweredBy" text, did text, outcome text,
    "answeredAt" timestamptz(3), "talkSeconds" int, "storyBasis" text)
), changed AS MATERIALIZED (
  SELECT t.sn, t.id FROM computed s JOIN transfers t ON t.sn = s.sn AND t.id = s.id
  WHERE NOT t.frozen AND (${KEPT_OF_T}) IS DISTINCT FROM (${COMPUTED_OF_S})
  ORDER BY ${lockOrder('t.sn', 't.identity')} FOR NO KEY UPDATE OF t
)
UPDATE transfers t SET (${KEPT}, changed_tx) = ROW(${COMPUTED_OF_S}, pg_current_xact_id())
FROM changed c JOIN computed s ON s.sn = c.sn AND s.id = c.id WHERE t.sn = c.sn AND t.id = c.id`;
