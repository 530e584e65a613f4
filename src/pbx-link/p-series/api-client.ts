import type { LinkSettings } from '../../config/link-settings.js';
import type { LinkClock } from '../clock.js';
import { call } from '../http.js';
import { LoginRefusal, PbxRefusal } from '../pbx-api.js';

/** A token is renewed when this part of its life is over. */
const RENEW_AT = 0.75;
/** The PBX gives 10,000 rows at most. */
const PAGE = 1_000;

interface Tokens {
  access: string;
  refresh: string;
  /** Times of the clock. */
  renewAt: number;
  refreshEndsAt: number;
}

interface PbxAnswer {
  errcode?: number;
  access_token?: string;
  access_token_expire_time?: number;
  refresh_token?: string;
  refresh_token_expire_time?: number;
  total_number?: number;
  data?: unknown;
}

export type PbxObject = Record<string, unknown>;

/**
 * The calls of the P-Series API. A PBX has room for eight tokens: ours is used for as long as it is valid and then refreshed, over
 * however many sockets; a new one is asked for only where there is none to refresh.
 */
export class ApiClient {
  private tokens: Tokens | null = null;

  constructor(
    private readonly link: LinkSettings,
    private readonly clock: LinkClock,
  ) {}

  get accessToken(): string {
    return this.tokens?.access ?? '';
  }

  /** The PBX knows the token no more. */
  forgetTokens(): void {
    this.tokens = null;
  }

  /** Sees to a token that is good for a while yet. */
  async renew(): Promise<void> {
    const now = this.clock.now();
    if (this.tokens && now < this.tokens.renewAt) return;
    if (this.tokens && now < this.tokens.refreshEndsAt) {
      try {
        this.tokens = this.keep(await this.ask('refresh_token', { refresh_token: this.tokens.refresh }));
        return;
      } catch (error) {
        if (!(error instanceof PbxRefusal)) throw error;
        this.tokens = null; // a PBX that started anew knows none of them
      }
    }
    this.tokens = this.keep(await this.login());
  }

  private async login(): Promise<PbxAnswer> {
    const { user, password } = this.link;
    try {
      return await this.ask('get_token', { username: user, password });
    } catch (error) {
      if (error instanceof PbxRefusal) throw new LoginRefusal(error.code, 'the client id and secret');
      throw error;
    }
  }

  async get(what: string, query: Record<string, string> = {}, version = 'v1.0'): Promise<PbxAnswer> {
    await this.renew(); // reading many pages can take longer than a token is valid
    const parameters = new URLSearchParams({ access_token: this.accessToken, ...query });
    return this.ask(`${what}?${parameters}`, undefined, version);
  }

  /** The rows of every page. A row that slips to the next page meanwhile comes twice. */
  async pages(what: string, query: Record<string, string>): Promise<PbxObject[]> {
    const rows: PbxObject[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await this.get(what, { ...query, page: String(page), page_size: String(PAGE) });
      const data = (answer.data ?? []) as PbxObject[];
      rows.push(...data);
      if (data.length === 0 || data.length < PAGE || rows.length >= (answer.total_number ?? Infinity))
        return rows;
    }
  }

  private keep(answer: PbxAnswer): Tokens {
    const now = this.clock.now();
    return {
      access: answer.access_token ?? '',
      refresh: answer.refresh_token ?? '',
      renewAt: now + (answer.access_token_expire_time ?? 1800) * 1000 * RENEW_AT,
      refreshEndsAt: now + (answer.refresh_token_expire_time ?? 86_400) * 1000,
    };
  }

  private async ask(path: string, body?: object, version = 'v1.0'): Promise<PbxAnswer> {
    const { url, fingerprint } = this.link;
    const address = `${url}/openapi/${version}/${path}`;
    const answer = parseObject(await call({ url: address, body, fingerprint, clock: this.clock }));
    if (!answer) throw new Error('it answers, but not as its API does');
    if (answer['errcode'] !== 0) throw new PbxRefusal(Number(answer['errcode']), path.split('?')[0]!);
    return answer;
  }
}

export function parseObject(data: Buffer | string): PbxObject | null {
  try {
    const value: unknown = JSON.parse(data.toString());
    return typeof value === 'object' && value !== null ? (value as PbxObject) : null;
  } catch {
    return null;
  }
}
