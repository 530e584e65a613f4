import { dialectNamed } from '../../../../../src/intake/dialects/dialects.js';
import type { TransferTruth } from '../../../../../src/simulator/truth/read-truth.js';
import type { Played } from '../runs.js';
import { type Scene, sceneOf } from './scene.js';

/** A kind of call that stories were wrong about. */
interface Kind {
  name: string;
  isIn: (scene: Scene) => boolean;
}

const isAnswered = ({ truth }: Scene) => truth.taker !== null;
const outcomeIs = ({ truth }: Scene, outcome: string) => truth.outcomes.some((each) => each === outcome);
const dialled = ({ truth }: Scene, ...kinds: string[]) => kinds.includes(truth.act.dialled.kind);
const dialectOf = ({ played }: Scene) => dialectNamed(played.run.dialect);
/** An event is called by its state, as in all of v1. */
const isV1 = (scene: Scene) => dialectOf(scene).writer.names.status === null;
const isRecordsOnly = ({ played }: Scene) => played.run.site === 'records only';

export const KINDS: Kind[] = [
  {
    name: 'an extension with several phones answers',
    isIn: (s) => dialled(s, 'ext') && isAnswered(s) && s.phones > 1 && s.truth.kind === 'blind',
  },
  {
    name: 'an extension with several phones does not answer',
    isIn: (s) => dialled(s, 'ext') && outcomeIs(s, 'unanswered') && s.phones > 1,
  },
  {
    name: 'several phones are asked',
    isIn: (s) => s.truth.kind === 'attended' && s.phones > 1,
  },
  {
    name: 'a mobile twin answers',
    isIn: (s) => s.truth.taker?.party.kind === 'outbound' && s.truth.answeredBy !== null,
  },
  {
    name: 'analogue phones, whose channels come back',
    isIn: (s) => s.truth.taker?.id.startsWith('DAHDI') === true && s.truth.hop > 1,
  },
  {
    name: 'thrown back and forth in v1',
    isIn: (s) => isV1(s) && s.before.some(({ transferor }) => transferor === s.truth.answeredBy),
  },
  { name: 'a recall in v1', isIn: (s) => isV1(s) && outcomeIs(s, 'returned') },
  {
    name: 'a recall under a new call id',
    isIn: (s) => outcomeIs(s, 'returned') && s.played.episode.firmware.recall === 'new id',
  },
  {
    name: 'the caller has the path of the queue, too',
    isIn: (s) => dialled(s, 'queue', 'group') && s.played.episode.firmware.pathOnCaller && isAnswered(s),
  },
  {
    name: 'a queue whose agents ring in rounds',
    isIn: (s) => dialled(s, 'queue') && s.rounds > 1,
  },
  {
    name: 'the caller leaves the queue',
    isIn: (s) => dialled(s, 'queue') && outcomeIs(s, 'abandoned'),
  },
  {
    name: 'the caller leaves the queue, and the record says so',
    isIn: (s) =>
      dialled(s, 'queue') &&
      outcomeIs(s, 'abandoned') &&
      s.played.pushed.some(({ event }) => event.what === 'record' && event.status === 'abandoned'),
  },
  {
    name: 'an agent hands on to his queue and gets it again',
    isIn: (s) => dialled(s, 'queue', 'group') && s.truth.answeredBy === s.truth.transferor,
  },
  {
    name: 'a record of the queue that says answered while nobody took it',
    isIn: (s) => dialled(s, 'queue') && !isAnswered(s) && s.played.episode.firmware.queueRecords === 'each',
  },
  {
    name: 'a colleague picks the call up',
    isIn: (s) => isAnswered(s) && s.isPickedUp,
  },
  {
    name: 'the caller of a queue named alone in v1.0',
    isIn: (s) => dialectOf(s).leavesOutTransferor && s.namesRestAlone && s.calledFirst !== s.truth.transferor,
  },
  {
    name: 'moved on through the API',
    isIn: (s) => isAnswered(s) && s.after[0]?.reported === false,
  },
  { name: 'parked and fetched', isIn: (s) => isAnswered(s) && s.isParked },
  { name: 'added to a conference', isIn: (s) => isAnswered(s) && s.isConferred },
  {
    name: 'the target asks a colleague and goes back',
    isIn: (s) => isAnswered(s) && s.askedByTarget > 0,
  },
  {
    name: 'the caller hangs up in the menu',
    isIn: (s) => dialled(s, 'ivr') && outcomeIs(s, 'abandoned'),
  },
  {
    name: 'to a menu that leads on',
    isIn: (s) => dialled(s, 'ivr') && s.truth.act.ledTo.length > 0,
  },
  {
    name: 'to outside through a route that strips the prefix',
    isIn: (s) => dialled(s, 'outside') && s.truth.targets[0]!.numbers.length > 1,
  },
  {
    name: 'a question failed before the transfer',
    isIn: (s) =>
      s.truth.kind === 'blind' && s.askedBefore.some((number) => number !== s.truth.act.dialled.number),
  },
  {
    name: 'announced and then sent there blind',
    isIn: (s) => s.truth.kind === 'blind' && s.askedBefore.includes(s.truth.act.dialled.number),
  },
  {
    name: 'forwarded after the transfer',
    isIn: (s) => dialled(s, 'ext') && s.truth.act.ledTo.length > 0 && isAnswered(s),
  },
  { name: 'a second call of the transferor', isIn: (s) => s.otherCallsOfTransferor > 0 },
  { name: 'the caller calls again', isIn: (s) => s.callsAgain && !isAnswered(s) },
  {
    name: 'merged into an older call',
    isIn: (s) => s.truth.kind === 'attended' && s.isMerged,
  },
  {
    name: 'handed on while the asked one rings',
    isIn: (s) => s.truth.kind === 'attended' && s.truth.act.partner === null,
  },
  {
    name: 'the transferor shows as talking while the target rings',
    isIn: (s) => s.played.episode.firmware.lingers && s.truth.kind === 'blind',
  },
  {
    name: 'handed on while the asked one rings, by one who shows as talking on',
    isIn: (s) =>
      s.truth.kind === 'attended' && s.truth.act.partner === null && s.played.episode.firmware.lingers,
  },
  {
    name: 'other calls months before had the same ids',
    isIn: (s) => s.played.strangers === 'same ids',
  },
  {
    name: 'another PBX without a serial number pushes as well',
    isIn: (s) => s.played.strangers === 'other PBX',
  },
  {
    name: 'a technical leg shows at the merge',
    isIn: (s) => s.truth.kind === 'attended' && s.played.episode.firmware.showsTechnicalLeg,
  },
  {
    name: 'the members stand in an order that is not usual',
    isIn: (s) => s.truth.transferee.kind === 'ext' && s.played.episode.firmware.swapsMembers,
  },
  {
    name: 'the call goes on under another id',
    isIn: (s) => s.truth.kind === 'blind' && !s.played.episode.firmware.keepsCallId,
  },
  {
    name: 'records alone, and nobody answers',
    isIn: (s) => isRecordsOnly(s) && outcomeIs(s, 'unanswered'),
  },
  {
    name: 'the caller has the number of an extension here',
    isIn: (s) =>
      s.truth.transferee.kind === 'inbound' &&
      s.truth.transferee.number.length < 6 &&
      s.truth.transferee.number !== '',
  },
  { name: 'declined after ringing', isIn: (s) => outcomeIs(s, 'failed') && s.phones > 0 },
  {
    name: 'voicemail without a ring',
    isIn: (s) => s.truth.targets[0]!.kinds.includes('voicemail'),
  },
  {
    name: 'several transfers in v1',
    isIn: (s) => isV1(s) && s.truth.hop > 1 && isAnswered(s),
  },
];

/** Which of the kinds this transfer is. */
export function kindsOf(truth: TransferTruth, played: Played): string[] {
  const scene = sceneOf(truth, played);
  return KINDS.filter(({ isIn }) => isIn(scene)).map(({ name }) => name);
}
