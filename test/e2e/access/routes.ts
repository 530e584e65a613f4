import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeKey, type Scope, SCOPES } from '../../../src/access/key.js';
import { startApp } from '../../support/app.js';

type App = Awaited<ReturnType<typeof startApp>>;

/** Every route as the router itself knows it. */
function routesOf({ app }: App): string[] {
  const { stack } = app.getHttpAdapter().getInstance().router as {
    stack: { route?: { path: string; methods: Record<string, boolean> } }[];
  };
  return stack
    .flatMap(({ route }) =>
      route
        ? [route.path]
            .flat()
            .flatMap((path) => Object.keys(route.methods).map((m) => `${m.toUpperCase()} ${path}`))
        : [],
    )
    .filter((route) => !/^GET \/(docs\/|openapi)/.test(route)) // Swagger's own files beside /docs
    .sort((a, b) => a.localeCompare(b));
}

/** Who may use each route. A new route fails the test until its line stands here: that is meant. */
const EVENTS = 'as EventAccess decides';
const ALLOWED: Record<string, Scope | 'everyone' | typeof EVENTS> = {
  'DELETE /session': 'everyone',
  'GET /': 'everyone',
  'GET /assets/:name': 'everyone',
  'GET /health/live': 'everyone',
  'GET /health/ready': 'everyone',
  'DELETE /numbers/:number': 'admin',
  'GET /metrics': 'read',
  'GET /retention': 'admin',
  'POST /retention': 'admin',
  'GET /pbxs': 'read',
  'GET /quarantine': 'ingest',
  'GET /quarantine/:id': 'ingest',
  'GET /quarantine/:id/raw': 'ingest',
  'POST /quarantine/:id/replay': 'ingest',
  'POST /quarantine/replay': 'ingest',
  'GET /transfers': 'read',
  'GET /transfers/:id': 'read',
  'GET /transfers.csv': 'read',
  'GET /transfers.ndjson': 'read',
  'GET /transfers/stream': 'read',
  'GET /calls/:callid': 'read',
  'GET /docs': 'everyone',
  'GET /extensions': 'read',
  'PUT /extensions/:number': 'admin',
  'POST /reports/transfers/mail': 'admin',
  'POST /reports/rebuild': 'admin',
  'POST /stories/retell': 'admin',
  'GET /reports/transfers': 'read',
  'GET /reports/transfers.csv': 'read',
  'GET /reports/transfers.html': 'read',
  'POST /': EVENTS,
  'POST /events': EVENTS,
  'POST /events/:secret': EVENTS,
  'POST /session': 'everyone',
};

describe('with keys', () => {
  let app: App;
  const keys = {} as Record<Scope, { bearer: Record<string, string> }>;
  beforeAll(async () => {
    app = await startApp();
    for (const scope of SCOPES) keys[scope] = await app.makeKey([scope]);
  });
  afterAll(() => app?.stop());

  it('the table of this test has every route of the router', () => {
    expect(routesOf(app)).toEqual(Object.keys(ALLOWED).sort((a, b) => a.localeCompare(b)));
  });

  it('each route is open to those that the table names, and to nobody else', async () => {
    const seen: Record<string, string> = {};
    const wanted: Record<string, string> = {};
    for (const [route, allowed] of Object.entries(ALLOWED)) {
      if (allowed === EVENTS) continue;
      const [method, path] = route.split(' ') as [string, string];
      const address = app.url + path.replace(/:\w+/g, '0193e000-0000-7000-8000-000000000000');
      const let_in = async (headers: Record<string, string>) => {
        const { status } = await fetch(address, { method, headers });
        return status !== 401 && status !== 403;
      };
      for (const scope of SCOPES) {
        wanted[`${route} ${scope}`] = String(
          allowed === 'everyone' || scope === allowed || scope === 'admin',
        );
        seen[`${route} ${scope}`] = String(await let_in(keys[scope].bearer));
      }
      if (route === 'POST /session') continue; // it is what takes a key
      wanted[`${route} no key`] = String(allowed === 'everyone');
      seen[`${route} no key`] = String(await let_in({}));
      if (allowed === 'everyone') continue; // does not look at keys
      wanted[`${route} made-up key`] = 'false';
      seen[`${route} made-up key`] = String(await let_in({ Authorization: `Bearer ${makeKey().key}` }));
    }
    expect(seen).toEqual(wanted);
  });
});
