// The negative control, loaded ahead of the program: a store that answers before its commit. A checker that does not
// catch this one proves nothing.
import { TransferStore } from '../../../dist/intake/event.store.js';

const write = TransferStore.prototype.write;

TransferStore.prototype.write = async function (batch) {
  setTimeout(() => void write.call(this, batch).catch(() => {}), 50);
  return batch.map((entry) => ({
    status: 'stored',
    id: entry.what === 'transfer' ? entry.transfer.id : entry.id,
  }));
};
