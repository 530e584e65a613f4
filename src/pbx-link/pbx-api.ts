import type { FetchedRecord } from './fetched-records.js';

/** The API that makes a PBX send its events. There are two: v1/v2 push, the P-Series uses a WebSocket. */
export interface PbxApi {
  /** Milliseconds between two heartbeats. What the PBX silently stops is noticed no later than the next. */
  readonly beat: number;
  /** Logs in and makes the events flow. @throws PbxRefusal for what the PBX says no to, any other error for the network. */
  open(): Promise<void>;
  /** Keeps the events coming. @throws like open; the link is then down. */
  heartbeat(): Promise<void>;
  /** Logs out; never throws. */
  close(): Promise<void>;
  /** The serial number, where the PBX gave it. */
  readonly sn: string | null;
  /** Names of extensions; null where this API does not tell. */
  names(): Promise<{ number: string; name: string | null }[] | null>;
  /** The call records that began in a time; null where this API has none. */
  records(from: Date, to: Date): Promise<FetchedRecord[] | null>;
}

/** The PBX answered, and said no. */
export class PbxRefusal extends Error {
  constructor(
    readonly code: number,
    what: string,
  ) {
    super(`the PBX refuses ${what} with error ${code}${MEANING[code] ? `: ${MEANING[code]}` : ''}`);
  }
}

/** It said no to the login itself, and not why: whether by a wrong password is not known, so it is not asked often. */
export class LoginRefusal extends PbxRefusal {}

export const LOCKED = 20002;
export const WRONG_PASSWORD = 20003;

const MEANING: Record<number, string> = {
  [LOCKED]: 'too many wrong passwords, locked for ten minutes',
  [WRONG_PASSWORD]: 'wrong user or password',
  20004: 'it does not know the token',
  20005: 'the token is blank',
  20006: 'the token timed out',
};
