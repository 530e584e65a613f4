import { createHash, randomBytes } from 'node:crypto';
import type { Asked } from '../http-face.js';

const TOKEN_S = 30 * 60;
const LOCKED_S = 10 * 60;
const WRONG_PASSWORDS = 5;

/** Where a login is pushed to, in which version, and until when. */
export interface Session {
  version: string;
  target: URL;
  until: number;
}

/** The logins of a v2 API: a token for half an hour, prolonged by each heartbeat, and a lock after five wrong passwords. */
export class Sessions {
  private readonly byToken = new Map<string, Session>();
  private readonly wrong = new Map<string, { times: number; lockedUntil: number }>();

  constructor(
    private readonly user: string,
    private readonly password: string,
    private readonly now: () => number,
  ) {}

  get alive(): Session[] {
    return [...this.byToken.values()].filter(({ until }) => this.now() < until);
  }

  /** The token, or the number of what is wrong. */
  login(asked: Asked): { token: string } | { errno: string } {
    const { address, body } = asked;
    const wrong = this.wrong.get(address) ?? { times: 0, lockedUntil: 0 };
    if (this.now() < wrong.lockedUntil) return { errno: '20002' };
    if (body['username'] !== this.user || body['password'] !== md5(this.password)) {
      const times = (wrong.times + 1) % WRONG_PASSWORDS;
      this.wrong.set(address, { times, lockedUntil: times === 0 ? this.now() + LOCKED_S : 0 });
      return { errno: '20003' };
    }
    this.wrong.delete(address);
    const token = randomBytes(16).toString('hex');
    this.byToken.set(token, this.sessionOf(asked));
    return { token };
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
    this.byToken.set(token, this.sessionOf(asked));
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
    return { version: text('version', '1.0.0'), target, until: this.now() + TOKEN_S };
  }
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
