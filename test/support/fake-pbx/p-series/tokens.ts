import { randomBytes } from 'node:crypto';

const LIFETIMES = { access: 1800, refresh: 86_400 };
const MOST = 8;

/** The access tokens of one application: eight at most, each for half an hour, each with one token that refreshes it. */
export class Tokens {
  private readonly pairs = new Map<string, { refresh: string; issuedAt: number }>();

  constructor(private readonly now: () => number) {}

  /** Undefined when eight are valid already. */
  issue() {
    const valid = [...this.pairs.keys()].filter((token) => this.isValid(token));
    if (valid.length >= MOST) return undefined;
    const access = randomBytes(16).toString('hex');
    const refresh = randomBytes(16).toString('hex');
    this.pairs.set(access, { refresh, issuedAt: this.now() });
    return {
      ...{ access_token_expire_time: LIFETIMES.access, access_token: access },
      ...{ refresh_token_expire_time: LIFETIMES.refresh, refresh_token: refresh },
    };
  }

  /** The old pair is void afterwards (assumed). */
  refresh(refresh: string) {
    for (const [access, pair] of this.pairs)
      if (pair.refresh === refresh && this.now() < pair.issuedAt + LIFETIMES.refresh) {
        this.pairs.delete(access);
        return this.issue();
      }
    return undefined;
  }

  revoke(access: string): void {
    this.pairs.delete(access);
  }

  revokeAll(): void {
    this.pairs.clear();
  }

  /** As if the half hour of each were over. */
  lapse(): void {
    for (const pair of this.pairs.values()) pair.issuedAt -= LIFETIMES.access;
  }

  isValid(access: string | null): boolean {
    const pair = access === null ? undefined : this.pairs.get(access);
    return pair !== undefined && this.now() < pair.issuedAt + LIFETIMES.access;
  }

  get count(): number {
    return [...this.pairs.keys()].filter((token) => this.isValid(token)).length;
  }
}
