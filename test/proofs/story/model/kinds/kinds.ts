import type { TransferTruth } from '../../../../../src/simulator/truth/read-truth.js';
import type { Played } from '../runs.js';
import { type Scene, sceneOf } from './scene.js';

/** A kind of call that stories were wrong about, and the cases of `cases/` that show it. */
interface Kind {
  name: string;
  cases: string;
  isIn: (scene: Scene) => boolean;
}

const isAnswered = ({ truth }: Scene) => truth.taker !== null;
const outcomeIs = ({ truth }: Scene, outcome: string) => truth.outcomes.some((each) => each === outcome);
const dialled = ({ truth }: Scene, ...kinds: string[]) => kinds.includes(truth.act.dialled.kind);
const isV1 = ({ played }: Scene) => ['v1.0', 'v1.1', 'openvox'].includes(played.run.dialect);
const isRecordsOnly = ({ played }: Scene) => played.run.site === 'records only';

export const KINDS: Kind[] = [
  {
    name: 'an extension with several phones answers',
    cases: 'two-devices-blind-v2, hard 36',
    isIn: (s) => dialled(s, 'ext') && isAnswered(s) && s.phones > 1 && s.truth.kind === 'blind',
  },
  {
    name: 'an extension with several phones does not answer',
    cases: 'two-devices-no-answer',
    isIn: (s) => dialled(s, 'ext') && outcomeIs(s, 'unanswered') && s.phones > 1,
  },
  {
    name: 'several phones are asked',
    cases: 'two-devices-attended',
    isIn: (s) => s.truth.kind === 'attended' && s.phones > 1,
  },
  {
    name: 'a mobile twin answers',
    cases: 'protocol 8',
    isIn: (s) => s.truth.taker?.party.kind === 'outbound' && s.truth.answeredBy !== null,
  },
  {
    name: 'analogue phones, whose channels come back',
    cases: 'guard-analogue-honest-re-send',
    isIn: (s) => s.truth.taker?.id.startsWith('DAHDI') === true && s.truth.hop > 1,
  },
  {
    name: 'thrown back and forth in v1',
    cases: 'v1-ping-pong-third-transfer, v1-no-wrong-pair',
    isIn: (s) => isV1(s) && s.before.some(({ transferor }) => transferor === s.truth.answeredBy),
  },
  { name: 'a recall in v1', cases: 'v1-recall-answered', isIn: (s) => isV1(s) && outcomeIs(s, 'returned') },
  {
    name: 'a recall under a new call id',
    cases: 'protocol 5',
    isIn: (s) => outcomeIs(s, 'returned') && s.played.episode.firmware.recall === 'new id',
  },
  {
    name: 'the caller has the path of the queue, too',
    cases: 'queue-path-on-caller-too',
    isIn: (s) => dialled(s, 'queue', 'group') && s.played.episode.firmware.pathOnCaller && isAnswered(s),
  },
  {
    name: 'a queue whose agents ring in rounds',
    cases: 'protocol 5',
    isIn: (s) => dialled(s, 'queue') && s.rounds > 1,
  },
  {
    name: 'the caller leaves the queue',
    cases: 'record-status-abandoned, hard 07',
    isIn: (s) => dialled(s, 'queue') && outcomeIs(s, 'abandoned'),
  },
  {
    name: 'the caller leaves the queue, and the record says so',
    cases: 'record-status-abandoned',
    isIn: (s) =>
      dialled(s, 'queue') &&
      outcomeIs(s, 'abandoned') &&
      s.played.pushed.some(({ event }) => event.what === 'record' && event.status === 'abandoned'),
  },
  {
    name: 'an agent hands on to his queue and gets it again',
    cases: 'hard 02',
    isIn: (s) => dialled(s, 'queue', 'group') && s.truth.answeredBy === s.truth.transferor,
  },
  {
    name: 'a record of the queue that says answered while nobody took it',
    cases: 'hard 23',
    isIn: (s) => dialled(s, 'queue') && !isAnswered(s) && s.played.episode.firmware.queueRecords === 'each',
  },
  {
    name: 'a colleague picks the call up',
    cases: 'pickup, hard 09, hard 09b',
    isIn: (s) => isAnswered(s) && s.isPickedUp,
  },
  {
    name: 'the caller of a queue named alone in v1.0',
    cases: 'v1-0-queue-number-as-transferor, hard 20',
    isIn: (s) => s.played.run.dialect === 'v1.0' && s.namesRestAlone && s.calledFirst !== s.truth.transferor,
  },
  {
    name: 'moved on through the API',
    cases: 'transfer-by-api, hard 21, hard 81',
    isIn: (s) => isAnswered(s) && s.after[0]?.reported === false,
  },
  { name: 'parked and fetched', cases: 'hard 21', isIn: (s) => isAnswered(s) && s.isParked },
  { name: 'added to a conference', cases: 'hard 83', isIn: (s) => isAnswered(s) && s.isConferred },
  {
    name: 'the target asks a colleague and goes back',
    cases: 'hard 84',
    isIn: (s) => isAnswered(s) && s.askedByTarget > 0,
  },
  {
    name: 'the caller hangs up in the menu',
    cases: 'ivr-hang-up',
    isIn: (s) => dialled(s, 'ivr') && outcomeIs(s, 'abandoned'),
  },
  {
    name: 'to a menu that leads on',
    cases: 'issue 14',
    isIn: (s) => dialled(s, 'ivr') && s.truth.act.ledTo.length > 0,
  },
  {
    name: 'to outside through a route that strips the prefix',
    cases: 'hard 06',
    isIn: (s) => dialled(s, 'outside') && s.truth.targets[0]!.numbers.length > 1,
  },
  {
    name: 'a question failed before the transfer',
    cases: 'hard 07, 50a, 50c, 61',
    isIn: (s) =>
      s.truth.kind === 'blind' && s.askedBefore.some((number) => number !== s.truth.act.dialled.number),
  },
  {
    name: 'announced and then sent there blind',
    cases: 'hard 13, 14',
    isIn: (s) => s.truth.kind === 'blind' && s.askedBefore.includes(s.truth.act.dialled.number),
  },
  {
    name: 'forwarded after the transfer',
    cases: 'hard 11',
    isIn: (s) => dialled(s, 'ext') && s.truth.act.ledTo.length > 0 && isAnswered(s),
  },
  { name: 'a second call of the transferor', cases: 'hard 15', isIn: (s) => s.otherCallsOfTransferor > 0 },
  { name: 'the caller calls again', cases: 'hard 16', isIn: (s) => s.callsAgain && !isAnswered(s) },
  {
    name: 'merged into an older call',
    cases: 'hard 17',
    isIn: (s) => s.truth.kind === 'attended' && s.isMerged,
  },
  {
    name: 'handed on while the asked one rings',
    cases: 'hard 28',
    isIn: (s) => s.truth.kind === 'attended' && s.truth.act.partner === null,
  },
  {
    name: 'the transferor shows as talking while the target rings',
    cases: 'hard 28',
    isIn: (s) => s.played.episode.firmware.lingers && s.truth.kind === 'blind',
  },
  {
    name: 'handed on while the asked one rings, by one who shows as talking on',
    cases: 'hard 28',
    isIn: (s) =>
      s.truth.kind === 'attended' && s.truth.act.partner === null && s.played.episode.firmware.lingers,
  },
  {
    name: 'other calls months before had the same ids',
    cases: 'same-call-id-months-later',
    isIn: (s) => s.played.strangers === 'same ids',
  },
  {
    name: 'another box without a serial number pushes as well',
    cases: 'two-pbxes-without-sn',
    isIn: (s) => s.played.strangers === 'other box',
  },
  {
    name: 'a technical leg shows at the merge',
    cases: 'protocol 4',
    isIn: (s) => s.truth.kind === 'attended' && s.played.episode.firmware.showsTechnicalLeg,
  },
  {
    name: 'the members stand in an order that is not usual',
    cases: 'protocol 3',
    isIn: (s) => s.truth.transferee.kind === 'ext' && s.played.episode.firmware.swapsMembers,
  },
  {
    name: 'the call goes on under another id',
    cases: 'protocol 5',
    isIn: (s) => s.truth.kind === 'blind' && !s.played.episode.firmware.keepsCallId,
  },
  {
    name: 'records alone, and nobody answers',
    cases: 'hard 53a, 53c',
    isIn: (s) => isRecordsOnly(s) && outcomeIs(s, 'unanswered'),
  },
  {
    name: 'the caller has the number of an extension here',
    cases: 'hard 78',
    isIn: (s) =>
      s.truth.transferee.kind === 'inbound' &&
      s.truth.transferee.number.length < 6 &&
      s.truth.transferee.number !== '',
  },
  { name: 'declined after ringing', cases: 'hard 86', isIn: (s) => outcomeIs(s, 'failed') && s.phones > 0 },
  {
    name: 'voicemail without a ring',
    cases: 'hard 50a',
    isIn: (s) => s.truth.targets[0]!.kinds.includes('voicemail'),
  },
  {
    name: 'several transfers in v1',
    cases: 'issue 14',
    isIn: (s) => isV1(s) && s.truth.hop > 1 && isAnswered(s),
  },
];

/** Which of the kinds this transfer is. */
export function kindsOf(truth: TransferTruth, played: Played): string[] {
  const scene = sceneOf(truth, played);
  return KINDS.filter(({ isIn }) => isIn(scene)).map(({ name }) => name);
}
