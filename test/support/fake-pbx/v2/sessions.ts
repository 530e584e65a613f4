import { createHash, randomBytes } from 'node:crypto';
import type { Asked } from '../http-face.js';

const TOKEN_S = 30 * 60;
const LOCKED_S = 10 * 60;
const WRONG_PASSWORDS = 5;

/** Where a login is pushed to, in which version, and until when. */
export interface Session {
  /** With which the token is renewed: products with one do not prolong it by a heartbeat. */
  refresh: string | null;
  version: string;
  target: URL;
  until: number;
}

interface Granted {
  token: string;
  refreshtoken?: string;
}

/** The logins of a v2 API: a token for half an hour, prolonged by each heartbeat, and a lock after five wrong passwords. */
export class Sessions {
  private readonly byToken = new Map<string, Session>();
  private readonly wrong = new Map<string, { times: number; lockedUntil: number }>();

  constructor(
    private readonly user: string,
    public password: string,
    private readonly now: () => number,
    /** As Cloud and K2 do. */
    private readonly hasRefreshTokens: boolean,
  ) {}

  get alive(): Session[] {
    return [...this.byToken.values()].filter(({ until }) => this.now() < until);
  }

  /** The token, or the number of what is wrong. */
  login(asked: Asked): Granted | { errno: string } {
    const { address, body } = asked;
    const wrong = this.wrong.get(address) ?? { times: 0, lockedUntil: 0 };
    if (this.now() < wrong.lockedUntil) return { errno: '20002' };
    if (body['username'] !== this.user || body['password'] !== md5(this.password)) {
      const times = (wrong.times + 1) % WRONG_PASSWORDS;
      this.wrong.set(address, { times, lockedUntil: times === 0 ? this.now() + LOCKED_S : 0 });
      return { errno: '20003' };
    }
    this.wrong.delete(address);
    return this.grant(this.sessionOf(asked));
  }

  /** Both tokens are new. */
  renew(refresh: unknown): Granted | { errno: string } {
    const known = [...this.byToken].find(
      ([, session]) => session.refresh !== null && session.refresh === refresh,
    );
    if (!known) return { errno: '20004' };
    this.byToken.delete(known[0]);
    return this.grant({ ...known[1], until: this.now() + TOKEN_S });
  }

  private grant(session: Session): Granted {
    const token = randomBytes(16).toString('hex');
    const refresh = this.hasRefreshTokens ? randomBytes(16).toString('hex') : null;
    this.byToken.set(token, { ...session, refresh });
    return refresh === null ? { token } : { token, refreshtoken: refresh };
  }

  forgetAll(): void {
    this.byToken.clear();
  }

  lapse(): void {
    for (const session of this.byToken.values()) session.until = -Infinity;
  }

  /** Somebody else on the machine at that address was wrong five times. */
  lock(address: string): void {
    this.wrong.set(address, { times: 0, lockedUntil: this.now() + LOCKED_S });
  }

  /** The number of what is wrong with the token; undefined: nothing. */
  faultOf(token: string | null): string | undefined {
    if (!token) return '20005';
    const session = this.byToken.get(token);
    if (!session) return '20004';
    return this.now() < session.until ? undefined : '20006';
  }

  /** Resets where and how is pushed, also to what a login without these fields would have. */
  heartbeat(token: string, asked: Asked): void {
    const { refresh, until } = this.byToken.get(token)!;
    const session = this.sessionOf(asked);
    this.byToken.set(token, { ...session, refresh, until: refresh === null ? session.until : until });
  }

  logout(token: string): void {
    this.byToken.delete(token);
  }

  private sessionOf({ body, address }: Asked): Session {
    const text = (name: string, otherwise: string) =>
      String((body[name] as string | number | undefined) ?? otherwise);
    const host = address.replace(/^::ffff:/, '');
    const path = text('url', '').replace(/^\//, '');
    const whole = text('urltag', '0') === '1' ? path : `${host}:${text('port', '8260')}/${path}`;
    const target = new URL(/^https?:/.test(whole) ? whole : `http://${whole}`);
    return { refresh: null, version: text('version', '1.0.0'), target, until: this.now() + TOKEN_S };
  }
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
