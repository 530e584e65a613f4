// The negative control: loaded before the program, it makes the store answer before its commit. The fault
// proof must report that; otherwise the proof itself is broken.
import { EventStore } from '../../../dist/intake/event.store.js';

const write = EventStore.prototype.write;

EventStore.prototype.write = async function (batch) {
  setTimeout(() => void write.call(this, batch).catch(() => {}), 50);
  return batch.map((entry) => ({
    status: 'stored',
    id: entry.what === 'transfer' ? entry.transfer.id : entry.id,
  }));
};
