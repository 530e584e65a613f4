import type { TransferAct } from '../../../../src/simulator/pbx/channel.js';
import { computeStories } from '../../../../src/story/engine/compute-story.js';
import type { Evidence, KnownEvent, KnownTransfer } from '../../../../src/story/engine/evidence/evidence.js';
import { relatedTo } from '../../../../src/story/engine/evidence/related.js';
import { traitsOf } from '../../../../src/intake/dialects/dialects.js';
import { attribute } from '../../../../src/transfer/attribution.js';
import { partiesOf } from '../../../../src/transfer/parties.js';
import type { Story } from '../../../../src/transfer/transfer.js';
import type { PushedEvent } from '../../../../src/simulator/events/push-events.js';

export interface Known {
  story: Story;
  transfer: KnownTransfer;
}

/** What the story function says of each transfer, given the events of one PBX as an intake keeps them, loaded in some order. */
export function storiesOf(arrived: PushedEvent[], inOrder = <T>(list: T[]) => list): Map<TransferAct, Known> {
  const acts = new Map<string, { act: TransferAct; transfer: KnownTransfer }>();
  const transfers = new Map<string, KnownTransfer[]>();
  const events = new Map<string, KnownEvent[]>();
  for (const [i, { at, event, transfer: act }] of arrived.entries()) {
    const id = `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`;
    const receivedAt = new Date(at);
    if (event.what === 'other') continue;
    if (event.what !== 'transfer') put(events, event.callid, { id, receivedAt, event });
    else {
      const { dialect, callid, members } = event;
      const transfer = {
        id,
        dialect,
        callid,
        members,
        receivedAt,
        ...attribute(members, traitsOf(dialect).transferor),
        isForwardWhenAlone: !traitsOf(dialect).leavesOutTransferor,
      };
      put(transfers, callid, transfer);
      if (act) acts.set(id, { act, transfer });
    }
  }
  const known = new Map<TransferAct, Known>();
  for (const [callid, own] of transfers) {
    const evidence = evidenceOf(callid, own, events);
    const loaded = { transfers: inOrder(evidence.transfers), events: inOrder(evidence.events) };
    for (const [id, story] of computeStories(callid, loaded)) {
      const found = acts.get(id);
      if (found) known.set(found.act, { story, transfer: found.transfer });
    }
  }
  return known;
}

/** The call's own events, and those of the calls around it that share a party with it. */
function evidenceOf(callid: string, transfers: KnownTransfer[], events: Map<string, KnownEvent[]>): Evidence {
  const related = transfers.flatMap(relatedTo);
  const calls = [...events].filter(
    ([other, theirs]) =>
      other === callid ||
      related.some(({ party, from, to }) => {
        const first = theirs.find(({ event }) => partiesOf(event).includes(party));
        return first !== undefined && first.receivedAt >= from && first.receivedAt <= to;
      }),
  );
  return { transfers, events: calls.flatMap(([, theirs]) => theirs) };
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
