import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FilterQuery } from '../../../src/filter/filter.dto.js';
import { startApp } from '../../support/app.js';
import { transferEvent } from '../../support/pushes.js';
import { type Document, fieldsLeftOpen, operationsOf, undeclared } from './described.js';

let app: Awaited<ReturnType<typeof startApp>>;
let document: Document;

/** `GET /transfers/{id}` of everything that the router has. */
function routes(): string[] {
  interface Layer {
    route?: { path: string; methods: Record<string, boolean> };
  }
  const { stack } = app.app.getHttpAdapter().getInstance().router as { stack: Layer[] };
  return stack.flatMap(({ route }) =>
    route
      ? Object.keys(route.methods).map(
          (method) =>
            `${method.toUpperCase()} ${route.path.replace(/:(\w+)/g, '{$1}').replace(/(?<=.)\/$/, '')}`,
        )
      : [],
  );
}

const operations = () => operationsOf(document);

describe('OpenAPI', () => {
  beforeAll(async () => {
    app = await startApp();
    document = (await app.get('/openapi.json')).body;
  });
  afterAll(() => app?.stop());

  describe('/openapi.json', () => {
    it("names the router's routes, and no others", () => {
      // Swagger UI's own files, and what the document calls by one name.
      const own = routes().filter((route) => !/\/docs.+|_ALL/.test(route));
      const described = operations().map(({ name }) => name);
      expect([...new Set(own)].sort()).toEqual(described.sort());
    });

    it('says of every route what it is for, what each parameter means, and every answer', () => {
      const silent = operations().flatMap(({ name, operation }) => [
        ...(operation.summary ? [] : [`${name}: no summary`]),
        ...(operation.parameters ?? [])
          .filter((p) => !p.description)
          .map((p) => `${name}: ${p.name} is not described`),
        ...Object.entries(operation.responses)
          .filter(([status, answer]) => !answer.description || (!answer.content && status !== '204'))
          .map(([status]) => `${name}: ${status} is not described`),
        ...(Object.keys(operation.responses).some((status) => status.startsWith('2'))
          ? []
          : [`${name}: no success`]),
      ]);
      expect(silent).toEqual([]);
    });

    it('refers to no schema that it lacks', () => {
      const text = JSON.stringify(document);
      const refs = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
      expect(refs.length).toBeGreaterThan(5);
      expect(refs.filter((name) => !(name in document.components.schemas))).toEqual([]);
    });

    it.each(['/transfers', '/transfers.csv', '/transfers.ndjson', '/transfers/stream', '/reports/transfers'])(
      'names each parameter of the filter for %s',
      (path) => {
        const names = document.paths[path]!['get']!.parameters!.map(({ name }) => name);
        expect(names).toEqual(expect.arrayContaining(Object.keys(new FilterQuery())));
      },
    );

    it.each(['09:00-24:00', '22:00-06:00', '24:00-01:00', '09:00-24:01', '9:00-18:00', '25:00-26:00'])(
      'allows hours=%s where the program takes it',
      async (hours) => {
        const { schema } = document.paths['/transfers']!['get']!.parameters!.find(
          ({ name }) => name === 'hours',
        )!;
        const pattern = /"pattern":("[^"]+")/.exec(JSON.stringify(schema))![1]!;
        const { status } = await app.get(`/transfers?hours=${hours}`);
        expect(status).toBe(new RegExp(JSON.parse(pattern) as string).test(hours) ? 200 : 400);
      },
    );

    it('has fields by name alone, but for the names of extensions in a report, which are by their numbers', () => {
      const open = Object.entries(document.components.schemas)
        .filter(([, schema]) => JSON.stringify(schema).includes('additionalProperties'))
        .map(([name, schema]) => [name, fieldsLeftOpen(schema)]);
      expect(new Set(open.map(([name]) => name))).toEqual(
        new Set(Object.keys(document.components.schemas).filter((name) => name.startsWith('ReportBy'))),
      );
      for (const [, fields] of open) expect(fields).toEqual([['names', { type: 'string' }]]);
      expect(JSON.stringify(document.paths)).not.toContain('additionalProperties');
    });

    it('names Retry-After for every answer that is to be asked for again', () => {
      const again = operations().flatMap(({ operation: { responses } }) => [
        responses['429'],
        responses['503'],
      ]);
      const named = again.filter((answer) => answer !== undefined);
      expect(named.length).toBeGreaterThan(20);
      expect(named.filter(({ headers }) => !headers?.['Retry-After'])).toEqual([]);
    });

    it.each([
      ['a page of the list', '/transfers?limit=1', 200, {}],
      ['the list as CSV', '/transfers', 200, { Accept: 'text/csv' }],
      ['the list as NDJSON', '/transfers', 200, { Accept: 'application/x-ndjson' }],
      ['a list that cannot be', '/transfers?limit=0', 400, {}],
      ['a transfer that is not there', '/transfers/0', 404, {}],
      ['a push by GET', '/?event=Tranfer', 405, {}],
    ])('declares the media type, the headers and the fields of %s', async (_what, address, status, asked) => {
      for (const callid of ['1571981647.1', '1571981648.1']) await app.post(transferEvent(callid));
      const answer = await app.get(address, asked);
      expect(answer.status).toBe(status);
      const path = address.split('?')[0]!.replace('/0', '/{id}');
      expect(undeclared(document, `GET ${path}`, answer)).toEqual([]);
    });

    it('declares the media type, the headers and the fields of a refused event', async () => {
      const answer = await app.post({ event: 'Tranfer', callid: '1571981649.1' });
      expect(answer).toMatchObject({ status: 400, body: { quarantined: expect.any(String) } });
      expect(undeclared(document, 'POST /', answer)).toEqual([]);
    });

    it("its examples of events are taken, and each is the list's next answer", async () => {
      const { examples } = document.paths['/']!['post']!.requestBody!.content['application/json']!;
      expect(Object.keys(examples!).length).toBeGreaterThan(4);
      for (const { value } of Object.values(examples!)) {
        const stored = await app.post(value);
        expect(stored).toMatchObject({ status: 200, body: { status: 'stored' } });
        expect((await app.get('/transfers?limit=1')).body.data[0].id).toBe(stored.body.id);
      }
    });
  });

  describe('what others make of /openapi.json', () => {
    const TYPES = 'src/dashboard/page/state/api-types.ts';

    it('@redocly/cli finds no error in it', () => {
      const folder = mkdtempSync(join(tmpdir(), 'handoff-openapi-'));
      const file = join(folder, 'openapi.json');
      writeFileSync(file, JSON.stringify(document));
      const lint = spawnSync(process.execPath, ['node_modules/@redocly/cli/bin/cli.js', 'lint', file], {
        encoding: 'utf8',
        env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
      });
      rmSync(folder, { recursive: true });
      expect({ status: lint.status, said: lint.stderr }).toMatchObject({
        status: 0,
        said: expect.stringContaining('is valid'),
      });
    });

    it("the page's types are those of openapi-typescript, without unknown and any", () => {
      const folder = mkdtempSync(join(tmpdir(), 'handoff-openapi-'));
      writeFileSync(join(folder, 'openapi.json'), JSON.stringify(document));
      const made = join(folder, 'types.ts');
      const program = 'node_modules/openapi-typescript/bin/cli.js';
      execFileSync(process.execPath, [program, join(folder, 'openapi.json'), '-o', made], {
        stdio: 'ignore',
      });
      const types = readFileSync(made, 'utf8');
      rmSync(folder, { recursive: true });
      if (process.env['WRITE_API_TYPES']) writeFileSync(TYPES, types);
      // openapi-typescript adds to the headers of each answer, whatever is declared, that there can be others.
      const open = types.match(/.*: (unknown|any)\b.*/g)!.map((line) => line.trim());
      const answers = operations().flatMap(({ operation }) => Object.keys(operation.responses));
      expect(open).toEqual(answers.map(() => '[name: string]: unknown;'));
      expect(types.match(/: Record<string, never>/g)).toBeNull();
      // Out of date: `npm run api-types` writes them.
      expect(readFileSync(TYPES, 'utf8')).toBe(types);
    });

    it('each operation has an id of one word that no other has, and one tag', () => {
      const ids = operations().map(({ operation }) => operation.operationId);
      expect(ids.filter((id) => !/^[a-zA-Z]+$/.test(id ?? ''))).toEqual([]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(operations().filter(({ operation }) => operation.tags?.length !== 1)).toEqual([]);
    });
  });

  describe('/docs', () => {
    it('loads nothing from another host, and its policy would not let it', async () => {
      const page = await app.get('/docs');
      expect(page.status).toBe(200);
      expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*script-src 'self'/);
      const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
      expect(sources.length).toBeGreaterThan(2);
      for (const source of sources) {
        expect(source).not.toMatch(/^(https?:)?\/\//);
        expect((await app.get(new URL(source, `${app.url}/docs`).pathname)).status).toBe(200);
      }
      expect(page.text).not.toMatch(/<script>/);
    });
  });
});
