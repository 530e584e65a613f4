import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApp } from '../../support/app.js';
import { progress } from '../../support/progress.js';
import { ext, inbound, transferEvent } from '../../support/pushes.js';

// `VISIBILITY_ROUNDS=10000 npm run jest -- --testMatch '**/access/visibility.ts'` for the long form.
const ROUNDS = Number(process.env['VISIBILITY_ROUNDS'] ?? 50);

const SERIALS = ['A', 'B', 'C'];
const EXTENSIONS = ['1010', '1011', '1012', '1013', '1014'];

let seed = 7;
/** The same numbers in every run: a failure can be looked at. */
const random = (below: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor((seed / 2_147_483_648) * below);
};
const some = <T>(all: T[]) => all.filter(() => random(2) === 0);
const one = <T>(all: T[]): T => all[random(all.length)]!;

interface View {
  id: string;
  sn: string;
  transferor: { ext: string | null };
  transferee: { kind: string; number: string } | null;
  target: { kind: string; number: string; answeredBy: string | null } | null;
  members: { kind: string; number?: string }[];
}

let app: Awaited<ReturnType<typeof startApp>>;
let all: View[];

function takesPart({ transferor, transferee, target, members }: View, extensions: string[]): boolean {
  const parties = [
    transferor.ext,
    transferee?.kind === 'ext' ? transferee.number : null,
    target && target.kind !== 'outside' ? target.number : null,
    target?.answeredBy ?? null,
    ...members.map(({ kind, number }) => (kind === 'ext' ? number : null)),
  ];
  return parties.some((party) => typeof party === 'string' && extensions.includes(party));
}

describe('what a key may see', () => {
  beforeAll(async () => {
    app = await startApp({ READS_PER_SECOND: '100000' }, { stories: 'written' });
    for (let n = 0; n < 300; n++) {
      const outside = inbound(`4930123${1000 + n}`, { to: one(EXTENSIONS) });
      const members = random(2)
        ? [ext(one(EXTENSIONS)), ext(one(EXTENSIONS))]
        : [outside, ext(one(EXTENSIONS))];
      await app.deliver(transferEvent(`1571981${n}.1`, { members, sn: one(SERIALS) }));
    }
    // A target that no member is.
    await app.query(`UPDATE transfers SET target_kind = 'ext', target_number = '1010', target_answered_by = '1014'
    WHERE hashtext(id::text) % 5 = 0`);
    all = (await app.get('/transfers?limit=500')).body.data as View[];
  });
  afterAll(() => app?.stop());

  it(
    'is exactly what it gets, whatever it asks, on every page',
    async () => {
      const visibilities = Array.from({ length: Math.max(12, ROUNDS / 50) }, () => ({
        pbxes: random(3) ? some(SERIALS) : null,
        extensions: random(3) ? some(EXTENSIONS) : null,
      }));
      const keys: { bearer: Record<string, string>; may: Set<string> }[] = [];
      for (const { pbxes, extensions } of visibilities) {
        const { bearer } = await app.makeKey(['read'], pbxes, extensions);
        const visible = all.filter(
          (row) => (!pbxes || pbxes.includes(row.sn)) && (!extensions || takesPart(row, extensions)),
        );
        keys.push({ bearer, may: new Set(visible.map(({ id }) => id)) });
      }
      const { bearer: everything } = await app.makeKey(['admin']);
      const filters = [
        '',
        ...SERIALS.map((sn) => `sn=${sn}`),
        ...EXTENSIONS.map((number) => `ext=${number}`),
        'direction=internal',
        'trunk=t',
        'reported=any',
        'ext=1010&role=target',
        'order=asc',
      ];
      let seen = 0;
      const at = progress('keys and filters', ROUNDS);
      for (let round = 0; round < ROUNDS; round++) {
        at(round);
        const { bearer, may } = one(keys);
        const query = some([one(filters), one(filters.filter((f) => !f.startsWith('order')))])
          .filter(Boolean)
          .join('&');
        if (
          /role=target/.test(query) ||
          new Set(query.split('&').map((p) => p.split('=')[0])).size < query.split('&').length
        )
          continue;
        const walk = async (headers: Record<string, string>) => {
          const ids: string[] = [];
          for (let cursor: string | null = ''; cursor !== null;) {
            const page = await app.get(
              `/transfers?limit=40&${query}${cursor && `&cursor=${cursor}`}`,
              headers,
            );
            expect(page.status).toBe(200);
            ids.push(...(page.body.data as View[]).map(({ id }) => id));
            expect(page.text).not.toMatch(/4930123\d/);
            cursor = page.body.next as string | null;
            if (headers === everything) break;
          }
          return ids;
        };
        const wanted = (await app.get(`/transfers?limit=500&${query}`, everything)).body.data as View[];
        const got = await walk(bearer);
        expect(got).toEqual(wanted.map(({ id }) => id).filter((id) => may.has(id)));
        seen += got.length;
        const total = (await app.get(`/transfers?limit=1&count=true&${query}`, bearer)).body.total as number;
        expect(total).toBe(got.length);
        const { id } = one(all);
        expect((await app.get(`/transfers/${id}`, bearer)).status).toBe(may.has(id) ? 200 : 404);
      }
      expect(seen).toBeGreaterThan(ROUNDS / 2);
      expect((await app.get('/transfers?number=4930123*', keys[0]!.bearer)).status).toBe(403);
    },
    3 * 3_600_000,
  );
});
