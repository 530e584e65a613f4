import { createServer, type ServerResponse } from 'node:http';
import { PageFiles } from '../../src/dashboard/page-files.js';

/* A stand-in for the API until it is there: the contract's answers over made-up transfers. */
let seed = 7;
const random = () => ((seed = (seed * 16807) % 2147483647) - 1) / 2147483646;
const pick = <T>(list: T[]): T => list[Math.floor(random() ** 1.7 * list.length)]!;
const names = [['1001','Ana Ruiz','sales'],['1002','Ben Ode','sales'],['1003','Carla Venn','sales'],['1004','Dino Falk','support'],['1005','Elif Aksoy','support'],['1006','Femi Ba','support'],['1007','Gro Lund','office'],['1008','Hal Inge','office'],['1020','Reception','office'],['2000','Workshop','support']];
const exts = names.map((n) => n[0]!);
const OUT = ['answered','unanswered','failed','returned','abandoned','unknown'];
type T = any;
let n = 0;
function make(at: Date, extra: T = {}): T {
  const from = pick(['1020','1001','1004','1007',...exts]);
  const to = random() < 0.05 ? '6200' : pick(['2000','1005','1002',...exts].filter((e) => e !== from));
  const r = random();
  const bias = to === '2000' ? 0.35 : 0;
  const outcome = r < 0.78 - bias ? 'answered' : r < 0.88 ? 'unanswered' : r < 0.92 ? 'returned' : r < 0.95 ? 'failed' : r < 0.98 ? 'abandoned' : 'unknown';
  const dir = random() < 0.65 ? 'inbound' : random() < 0.4 ? 'outbound' : 'internal';
  const basis = dir === 'internal' ? 'member-order' : random() < 0.02 ? 'unknown' : 'only-extension';
  const who = basis === 'unknown' ? null : from;
  const caller = random() < 0.1 ? '+3491555' + Math.floor(random() * 6) + '00' : '+34915' + Math.floor(random() * 899999 + 100000);
  const known = outcome !== 'unknown';
  return { id: `0193aaaa-0000-7000-8000-${String(++n).padStart(12, '0')}`, callid: `${Math.floor(at.getTime() / 1000) - 65}.${n}`, sn: random() < 0.8 ? '369451090405' : '3631A2124001', dialect: 'v2', receivedAt: at.toISOString(), callStartedAt: new Date(at.getTime() - 65000).toISOString(), direction: dir, transferor: { ext: who, basis }, transferee: dir === 'internal' ? { kind: 'ext', number: '1003' } : { kind: dir, number: caller }, target: known ? { kind: to === '6200' ? 'group' : 'ext', number: to, answeredBy: to === '6200' ? '1002' : null } : null, kind: random() < 0.7 ? 'blind' : 'attended', outcome, answeredAt: outcome === 'answered' ? new Date(at.getTime() + 7000).toISOString() : null, talkSeconds: outcome === 'answered' ? Math.floor(random() * 240) : null, storyBasis: known ? 'call-status' : null, hop: 1, deliveries: 1, reported: true, members: [{ kind: 'ext', number: from, channelid: 'x' }], ...extra };
}
const now = Date.now();
export const all: T[] = [];
for (let d = 21; d >= 0; d--) for (let h = 0; h < 24; h++) {
  const day = new Date(now - d * 864e5); day.setUTCHours(h, 0, 0, 0);
  const wd = day.getUTCDay();
  const rate = (wd === 0 || wd === 6 ? 0.8 : 9) * Math.max(0, Math.sin(((h - 7) / 12) * Math.PI));
  for (let i = 0; i < rate * (0.6 + random()); i++) {
    const at = new Date(day.getTime() + random() * 36e5);
    if (at.getTime() > now) continue;
    const t = make(at); all.push(t);
    let hop = 1, last = t;
    while (random() < 0.08 && last.target) { hop++; last = make(new Date(new Date(last.receivedAt).getTime() + 40000), { callid: t.callid, sn: t.sn, transferee: t.transferee, direction: t.direction, hop }); all.push(last); }
  }
}
all.sort((a, b) => a.receivedAt.localeCompare(b.receivedAt));
const hopsOf = (t: T) => all.filter((x) => x.callid === t.callid && x.sn === t.sn).length;
const hops = new Map<string, number>(); for (const t of all) hops.set(t.callid, (hops.get(t.callid) ?? 0) + 1);

const instant = (v: string, end: boolean) => (/^\d{4}-\d\d-\d\d$/.test(v) ? Date.parse(v + 'T00:00:00Z') + (end ? 864e5 : 0) : Date.parse(v.replace(' ', '+')));
const today = () => new Date().toISOString().slice(0, 10);
function filtered(q: URLSearchParams, from: number, to: number): T[] {
  const role = q.get('role') ?? 'any';
  const groupExts = names.filter((x) => q.getAll('group').includes(x[2]!)).map((x) => x[0]);
  const wants = (list: (string|undefined)[]) => (t: T) => (role !== 'target' && list.includes(t.transferor.ext)) && (role === 'transferor' || role === 'any') || ((role === 'target' || role === 'any') && list.includes(t.target?.number));
  const [w1, w2] = (q.get('weekdays') ?? '1-7').split('-').map(Number);
  const [h1, h2] = (q.get('hours') ?? '00:00-24:00').split('-').map((x) => parseInt(x));
  return all.filter((t) => { const at = Date.parse(t.receivedAt), d = new Date(at); const wd = d.getUTCDay() || 7;
    return at >= from && at < to && (!q.has('ext') || wants(q.getAll('ext'))(t)) && (!q.has('group') || wants(groupExts)(t)) && (!q.has('outcome') || q.getAll('outcome').includes(t.outcome)) && (!q.has('direction') || q.getAll('direction').includes(t.direction)) && (!q.has('sn') || q.getAll('sn').includes(t.sn)) && (!q.has('kind') || q.getAll('kind').includes(t.kind)) && (!q.has('number') || q.getAll('number').includes(t.transferee.number)) && (!q.has('hops') || hops.get(t.callid)! >= Number(q.get('hops'))) && (!q.has('callid') || q.getAll('callid').includes(t.callid)) && wd >= w1! && wd <= (w2 ?? w1)! && d.getUTCHours() >= h1! && d.getUTCHours() < h2!; });
}
const figures = (list: T[]) => { const waits = list.filter((t) => t.answeredAt && t.kind === 'blind').map(() => 7); return { transfers: list.length, calls: new Set(list.map((t) => t.callid + t.sn)).size, ...Object.fromEntries(OUT.map((o) => [o, list.filter((t) => t.outcome === o).length])), medianSecondsToAnswer: waits[0] ?? null }; };
function rows(by: string, list: T[], from: number, to: number): T[] {
  const keyed = (key: (t: T) => T, seedKeys: T[] = []) => { const m = new Map<string, [T, T[]]>(); for (const k of seedKeys) m.set(JSON.stringify(k), [k, []]); for (const t of list) { const k = key(t), j = JSON.stringify(k); if (!m.has(j)) m.set(j, [k, []]); m.get(j)![1].push(t); } return [...m.values()].map(([k, l]) => ({ ...k, ...figures(l) })); };
  const most = (r: T[]) => r.sort((a, b) => b.transfers - a.transfers);
  const step = (ms: number) => Array.from({ length: Math.ceil((to - from) / ms) }, (_, i) => ({ start: new Date(from + i * ms).toISOString().replace('.000Z', '+00:00') }));
  const floor = (t: T, ms: number) => ({ start: new Date(from + Math.floor((Date.parse(t.receivedAt) - from) / ms) * ms).toISOString().replace('.000Z', '+00:00') });
  switch (by) {
    case 'ext': return most(keyed((t) => ({ ext: t.transferor.ext })));
    case 'target': return most(keyed((t) => ({ target: t.target?.number ?? null })));
    case 'pair': return most(keyed((t) => ({ from: t.transferor.ext, to: t.target?.number ?? null }))).map((r) => ({ ...r, back: list.filter((t) => t.transferor.ext === r.to && t.target?.number === r.from && r.to).length }));
    case 'caller': return most(keyed((t) => ({ number: t.transferee.kind === 'ext' ? null : t.transferee.number })).filter((r) => r.number));
    case 'hour': return keyed((t) => floor(t, 36e5), step(36e5));
    case 'day': return keyed((t) => floor(t, 864e5), step(864e5));
    case 'weekday-hour': return keyed((t) => { const d = new Date(t.receivedAt); return { weekday: d.getUTCDay() || 7, hour: d.getUTCHours() }; }, Array.from({ length: 168 }, (_, i) => ({ weekday: Math.floor(i / 24) + 1, hour: i % 24 })));
    case 'chain': return keyed((t) => ({ transfersInCall: hops.get(t.callid) })).sort((a, b) => a.transfersInCall - b.transfersInCall);
    case 'pbx': return most(keyed((t) => ({ sn: t.sn })));
    default: return most(keyed((t) => ({ [by]: t[by] })));
  }
}
function report(q: URLSearchParams): T {
  const by = q.get('by') ?? 'day';
  const from = instant(q.get('from') ?? today(), false), to = instant(q.get('to') ?? today(), true);
  const list = filtered(q, from, to);
  const totals = (l: T[]) => { const { medianSecondsToAnswer: _, ...f } = figures(l) as T; const s = (b: string[]) => l.filter((t) => b.includes(t.transferor.basis)).length; return { ...f, certain: s(['only-extension']), inferred: s(['member-order', 'called-extension']), unattributed: s(['unknown']) }; };
  const out: T = { from: new Date(from).toISOString().replace('.000Z', '+00:00'), to: new Date(to).toISOString().replace('.000Z', '+00:00'), tz: q.get('tz') ?? 'UTC', by, totals: totals(list), rows: rows(by, list, from, to) };
  const c = q.get('compare');
  if (c) {
    const [cf, ct] = c === 'previous' ? [from - (to - from), from] : [instant(c.split('/')[0]!, false), instant(c.split('/')[1]!, true)];
    const cl = filtered(q, cf!, ct!), cr = rows(by, cl, cf!, ct!);
    out.compare = { from: new Date(cf!).toISOString(), to: new Date(ct!).toISOString(), totals: totals(cl) };
    const metrics = ['transfers', 'calls', ...OUT];
    out.rows.forEach((r: T, i: number) => {
      const p: T = r.start ? cr[i] : cr.find((x) => ['ext', 'target', 'from', 'to', 'number', 'weekday', 'hour', 'transfersInCall', 'sn', 'direction', 'kind', 'outcome'].every((k) => x[k] === r[k] || typeof r[k] === 'undefined' || (metrics.includes(k))));
      r.previous = Object.fromEntries([...metrics, 'medianSecondsToAnswer'].map((m) => [m, p?.[m] ?? 0]));
      r.change = Object.fromEntries(metrics.map((m) => [m, r[m] - (p?.[m] ?? 0)]));
    });
  }
  return out;
}
export async function startFixtures(port = 0, options: { empty?: boolean; key?: string } = {}) {
  const files = new PageFiles('UTC');
  const streams = new Set<ServerResponse>();
  if (options.empty) all.length = 0;
  let signedIn = !options.key;
  const server = createServer((req, res) => {
    const url = new URL(req.url!, 'http://x'), q = url.searchParams;
    const send = (body: T, status = 200, type = 'application/json') => res.writeHead(status, { 'content-type': type }).end(typeof body === 'string' ? body : JSON.stringify(body));
    const problem = (status: number, detail: string) => send({ title: 'x', status, detail }, status, 'application/problem+json');
    const file = files.find(url.pathname === '/' ? 'index.html' : url.pathname.replace('/assets/', ''), req.headers['accept-encoding'] ?? '');
    if (req.method === 'GET' && file) return res.writeHead(200, file.headers).end(file.body);
    if (req.method === 'POST' && url.pathname === '/session') { let b = ''; req.on('data', (c) => (b += c)).on('end', () => { signedIn = JSON.parse(b).key === options.key; signedIn ? res.writeHead(204).end() : problem(401, 'This key is not known.'); }); return; }
    if (!signedIn) return problem(401, 'A key is needed: send it as Authorization: Bearer <key>.');
    if (req.method === 'POST') { const t = make(new Date()); all.push(t); hops.set(t.callid, 1); for (const s of streams) s.write(`event: transfer\nid: ${n}\ndata: ${JSON.stringify(t)}\n\n`); return send({ status: 'stored', id: t.id }); }
    const path = url.pathname;
    if (path === '/reports/transfers') return send(report(q));
    if (path === '/transfers/stream') { res.writeHead(200, { 'content-type': 'text/event-stream' }); res.write(': hello\n\n'); streams.add(res); req.on('close', () => streams.delete(res)); return; }
    if (path === '/transfers') {
      let list = filtered(q, q.has('from') ? instant(q.get('from')!, false) : 0, q.has('to') ? instant(q.get('to')!, true) : Infinity);
      if (q.get('order') !== 'asc') list = list.toReversed();
      const at = Number(q.get('cursor') ?? 0), limit = Number(q.get('limit') ?? 50);
      return send({ data: list.slice(at, at + limit), next: at + limit < list.length ? String(at + limit) : null, ...(q.get('count') ? { total: list.length } : {}) });
    }
    const call = /^\/calls\/(.+)$/.exec(path);
    if (call) { const ts = all.filter((t) => t.callid === decodeURIComponent(call[1]!)); return ts[0] ? send({ callid: ts[0].callid, data: [{ sn: ts[0].sn, transfers: ts, events: [{ receivedAt: new Date(Date.parse(ts[0].receivedAt) - 60000).toISOString(), event: 'CallStatus', raw: {} }, { receivedAt: ts[0].receivedAt, event: 'Tranfer' }] }] }) : problem(404, 'No such call.'); }
    if (path === '/pbxs') return send({ data: options.empty ? [] : [{ sn: '369451090405', dialect: 'v2', lastEventAt: all.at(-1)?.receivedAt, link: { state: 'connected' }, gaps: [] }, { sn: '3631A2124001', dialect: 'p-series', lastEventAt: new Date(now - 5 * 36e5).toISOString(), link: null, gaps: [] }] });
    if (path === '/extensions') return send({ data: names.map(([number, name, group]) => ({ number, name, group })) });
    if (path === '/quarantine') return options.key ? problem(403, 'This key may not read the quarantine.') : send({ data: options.empty ? [] : [{ id: 'q1', receivedAt: new Date(now - 9e6).toISOString(), source: '192.168.5.150', count: 3, errors: [{ path: 'members', message: 'is missing' }] }], next: null });
    problem(404, 'There is nothing at this address.');
  });
  await new Promise<void>((r) => server.listen(port, '127.0.0.1', r));
  return { url: `http://127.0.0.1:${(server.address() as T).port}`, async stop() { server.closeAllConnections(); await new Promise((r) => server.close(r)); } };
}
if (process.argv[2] === 'serve') void startFixtures(Number(process.argv[3]), { empty: process.argv[4] === 'empty', ...(process.argv[4] === 'key' ? { key: 'secret' } : {}) }).then((s) => console.log(s.url));
