import type { RecordEvent } from './event.js';

/**
 * The outside number of the company by which a call came in, as its records say. Null where none says it, and where they
 * disagree. The record of an outgoing leg says nothing: what stands there is not known to be a number of the company.
 */
export function didOf(records: Pick<RecordEvent, 'did' | 'type'>[]): string | null {
  const dids = new Set(records.flatMap(({ did, type }) => (did && type !== 'outbound' ? [did] : [])));
  const [did = null] = dids;
  return dids.size === 1 ? did : null;
}
