/** Before 2000 or from 2100 on the first number is no clock but something else that looks like one. */
const EARLIEST = Date.UTC(2000, 0, 1) / 1000;
const LATEST = Date.UTC(2100, 0, 1) / 1000;

/** When the call began: a call id is `<unix seconds>.<counter>`. Null where it is spelled in any other way. */
export function callStart(callid: string): Date | null {
  const seconds = Number(/^([0-9]{9,10})\.[0-9]+$/.exec(callid)?.[1]);
  return seconds >= EARLIEST && seconds < LATEST ? new Date(seconds * 1000) : null;
}
