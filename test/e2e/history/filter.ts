import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { FilterQuery } from '../../../src/filter/filter.dto.js';
import type { Member } from '../../../src/transfer/member.js';
import { DIRECTIONS, OUTCOMES, ROLES, TRANSFER_KINDS } from '../../../src/transfer/transfer.js';
import { startApp } from '../../support/app.js';
import { keep, type KeptTransfer, keptTransfer } from '../../support/stories/kept-transfers.js';

let app: Awaited<ReturnType<typeof startApp>>;

// Few values, so that random filters match some rows; those that are hard to quote are among them.
const EXT = fc.constantFrom('1020', '1021', '2000', '6200', '020');
const OUTSIDE = fc.constantFrom('+34600123', '34600123', '0034600123', '12*', '100%_\\', '', '1020');
const TRUNK = fc.constantFrom('siptrunk', 'DIGIT 1', 'trunk;"x"');
const DID = fc.constantFrom('+34915550100', '915550100', '12*');
const SN = fc.constantFrom('a', 'b', '');
const CALL = fc.constantFrom('1571981311.1', '1571981311.2', '1571981311.3', 'x y&z');
const OUTCOME = fc.constantFrom(...OUTCOMES);
const KIND = fc.constantFrom(...TRANSFER_KINDS);
const DIRECTION = fc.constantFrom(...DIRECTIONS);
const ZONE = fc.constantFrom('UTC', 'Europe/Madrid', 'Asia/Kathmandu', 'America/New_York');
// Around the change to winter time in Madrid, whole hours often shared.
const TIME = fc
  .integer({ min: 0, max: 96 * 4 })
  .map((n) => new Date(Date.UTC(2026, 9, 23) + n * 900_000).toISOString());

const MEMBER: fc.Arbitrary<Member> = fc.oneof(
  EXT.map((number): Member => ({ kind: 'ext', number })),
  fc.record({ kind: fc.constantFrom('inbound', 'outbound'), from: OUTSIDE, to: OUTSIDE, trunkname: TRUNK }),
);
const or = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const TRANSFER = fc
  .record({
    sn: SN,
    callid: CALL,
    receivedAt: TIME,
    direction: DIRECTION,
    transferorExt: or(EXT),
    transferee: or(
      fc.record({ kind: fc.constantFrom('ext', 'inbound', 'outbound'), number: fc.oneof(EXT, OUTSIDE) }),
    ),
    target: or(
      fc.record({
        kind: fc.constantFrom('ext', 'group', 'outside', 'voicemail', 'unknown'),
        number: fc.oneof(EXT, OUTSIDE),
        answeredBy: or(EXT),
      }),
    ),
    kind: KIND,
    outcome: OUTCOME,
    did: or(DID),
    hop: fc.integer({ min: 1, max: 4 }),
    reported: fc.boolean(),
    members: fc.array(MEMBER, { minLength: 1, maxLength: 4 }),
  })
  .map(({ transferee, target, ...rest }) =>
    keptTransfer({
      ...rest,
      transfereeKind: transferee?.kind ?? null,
      transfereeNumber: transferee?.number ?? null,
      targetKind: target?.kind ?? null,
      targetNumber: target?.number ?? null,
      // An outside party is no extension's to answer for.
      targetAnsweredBy: target && target.kind !== 'outside' ? target.answeredBy : null,
    }),
  );

const some = (arbitrary: fc.Arbitrary<string>) => fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 3 });
const PATTERN = fc
  .tuple(
    fc.constantFrom('', '*'),
    fc.constantFrom('+34600123', '346', '123', '12\\*', '_', '%', '\\', '00'),
    fc.constantFrom('', '*'),
  )
  .map((parts) => parts.join(''));
const clock = (n: number) => `${String(n >> 1).padStart(2, '0')}:${n % 2 ? '30' : '00'}`;
const HOURS = fc
  .tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 0, max: 48 }))
  .filter(([from, to]) => from !== to)
  .map(([from, to]) => `${clock(from)}-${clock(to)}`);
const PARAMETERS = {
  callid: some(CALL),
  ext: some(EXT),
  role: fc.constantFrom(...ROLES),
  number: some(PATTERN),
  trunk: some(TRUNK),
  did: some(DID),
  sn: some(fc.constantFrom('a', 'b', 'none')),
  direction: some(DIRECTION),
  outcome: some(OUTCOME),
  kind: some(KIND),
  group: some(fc.constantFrom('sales', 'support')),
  reported: fc.constantFrom('true', 'false', 'any'),
  from: fc.oneof(TIME, fc.constantFrom('2026-10-24', '2026-10-25')),
  to: fc.constantFrom('2026-10-25', '2026-10-26T12:00:00Z'),
  tz: ZONE,
  hours: some(HOURS),
  weekdays: some(fc.constantFrom('1-5', '6,7', '7', '6-1')),
  hops: fc.integer({ min: 1, max: 4 }).map(String),
} satisfies Record<keyof FilterQuery, fc.Arbitrary<string | string[]>>;
type Question = {
  [K in keyof typeof PARAMETERS]?: (typeof PARAMETERS)[K] extends fc.Arbitrary<infer V> ? V : never;
};

/** Few parameters at a time, since hardly any row matches many. */
const QUESTION = fc
  .subarray(Object.keys(PARAMETERS) as (keyof Question)[], { minLength: 1, maxLength: 5 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, PARAMETERS[name]]))),
  ) as fc.Arbitrary<Question>;

const GROUPS = [
  { sn: '', number: '1020', group: 'sales' },
  { sn: 'a', number: '2000', group: 'sales' },
  { sn: 'b', number: '6200', group: 'support' },
];

/** What the filter promises, a row at a time. */
function matches(t: KeptTransfer, q: Question, all: KeptTransfer[]): boolean {
  const zone = q.tz ?? 'UTC';
  const at = Temporal.Instant.from(t.receivedAt).toZonedDateTimeISO(zone);
  const extIs = (test: (ext: string) => boolean) => {
    const parts = {
      transferor: [t.transferorExt],
      transferee: [t.transfereeKind === 'ext' ? t.transfereeNumber : null],
      target: [t.targetKind === 'outside' ? null : t.targetNumber, t.targetAnsweredBy],
      member: t.members.map((m) => (m.kind === 'ext' ? m.number : null)),
    };
    const asked = q.role && q.role !== 'any' ? parts[q.role] : Object.values(parts).flat();
    return asked.some((ext) => ext !== null && test(ext));
  };
  const outside = [
    ...t.members.flatMap((m) => (m.kind === 'ext' ? [] : [m.kind === 'inbound' ? m.from : m.to])),
    ...(t.targetKind === 'outside' ? [t.targetNumber!] : []),
  ];
  const minutes = at.hour * 60 + at.minute;
  // `role` and `tz` only say how others are meant.
  const passed: Record<Exclude<keyof FilterQuery, 'role' | 'tz'>, boolean> = {
    callid: !q.callid || q.callid.includes(t.callid),
    ext: !q.ext || extIs((ext) => q.ext!.includes(ext)),
    group:
      !q.group ||
      extIs((ext) =>
        GROUPS.some((g) => q.group!.includes(g.group) && g.number === ext && ['', t.sn].includes(g.sn)),
      ),
    number: !q.number || outside.some((number) => q.number!.some((pattern) => like(number, pattern))),
    trunk: !q.trunk || t.members.some((m) => m.kind !== 'ext' && q.trunk!.includes(m.trunkname!)),
    did: !q.did || (t.did !== null && q.did.includes(t.did)),
    sn: !q.sn || q.sn.includes(t.sn || 'none'),
    direction: !q.direction || q.direction.includes(t.direction),
    outcome: !q.outcome || q.outcome.includes(t.outcome),
    kind: !q.kind || q.kind.includes(t.kind),
    reported: q.reported === 'any' || t.reported === (q.reported !== 'false'),
    from: !q.from || at.epochMilliseconds >= toMillis(q.from, zone, 0),
    to: !q.to || at.epochMilliseconds < toMillis(q.to, zone, 1),
    weekdays: !q.weekdays || q.weekdays.some((days) => DAYS[days]!.includes(at.dayOfWeek)),
    hours:
      !q.hours ||
      q.hours.some((window) => {
        const [from, to] = window
          .split('-')
          .map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
        return from! < to! ? minutes >= from! && minutes < to! : minutes >= from! || minutes < to!;
      }),
    hops:
      !q.hops ||
      all.some((other) => other.sn === t.sn && other.callid === t.callid && other.hop >= Number(q.hops)),
  };
  return Object.values(passed).every(Boolean);
}

const DAYS: Record<string, number[]> = { '1-5': [1, 2, 3, 4, 5], '6,7': [6, 7], '7': [7], '6-1': [6, 7, 1] };

function like(number: string, pattern: string): boolean {
  const behind = /(?<!\\)\*$/.test(pattern) && pattern.length > (pattern.startsWith('*') ? 1 : 0);
  const before = pattern.startsWith('*');
  const text = pattern.slice(before ? 1 : 0, behind ? -1 : undefined).replaceAll('\\*', '*');
  if (before && behind) return number.includes(text);
  return before ? number.endsWith(text) : behind ? number.startsWith(text) : number === text;
}

function toQuery(question: Question): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(question))
    for (const one of [value].flat()) params.append(name, one);
  return params;
}

describe('GET /transfers answers any combination of filters', () => {
  beforeAll(async () => {
    app = await startApp({}, { stories: 'written' });
  });
  afterAll(() => app?.stop());

  it('as a reader of every row would, walked in both orders, counted too', async () => {
    const all = fc.sample(TRANSFER, { numRuns: 400, seed: 5 });
    await keep(app, all);
    for (const row of GROUPS)
      await app.query('INSERT INTO extensions (sn, number, "group") VALUES ($1, $2, $3)', Object.values(row));
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(
        QUESTION.map(({ role, ...rest }) => (rest.ext || rest.group ? { ...rest, role } : rest) as Question)
          .map(
            (q) =>
              Object.fromEntries(Object.entries(q).filter(([, value]) => value !== undefined)) as Question,
          )
          .filter(({ from, to, tz }) => !(from && to) || toMillis(from, tz, 0) < toMillis(to, tz, 1)),
        fc.constantFrom('desc', 'asc'),
        async (question, order) => {
          const expected = all
            .filter((t) => matches(t, question, all))
            .map((t) => `${t.receivedAt} ${t.id}`)
            .sort();
          if (order === 'desc') expected.reverse();
          const params = toQuery(question);
          params.set('order', order);
          params.set('limit', '31');
          params.set('count', 'true');
          const seen: string[] = [];
          let total: number | undefined;
          for (let more = true; more;) {
            const { status, body } = await app.get(`/transfers?${params}`);
            expect({ status, body }).toMatchObject({ status: 200 });
            seen.push(...body.data.map((t: { receivedAt: string; id: string }) => `${t.receivedAt} ${t.id}`));
            total ??= body.total;
            more = body.next !== null;
            if (more) params.set('cursor', body.next);
          }
          expect(seen).toEqual(expected);
          expect(total).toBe(expected.length);
          hits += expected.length;
        },
      ),
      { numRuns: 80 },
    );
    expect(hits).toBeGreaterThan(1000); // else they ask for what is not there
  });
});

const toMillis = (text: string, tz: string | undefined, days: number) =>
  text.length === 10
    ? Temporal.PlainDate.from(text)
        .add({ days })
        .toZonedDateTime(tz ?? 'UTC').epochMilliseconds
    : Date.parse(text);
