import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '../../../src/config/config.js';

const readme = readFileSync('README.md', 'utf8');
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('store/generated/'))
  .map((file) => readFileSync(join('src', file), 'utf8'));

/** The cells of a section's table. */
function table(section: string): string[][] {
  const text = new RegExp(`\n## ${section}\n(.*?)(?=\n## |$)`, 's').exec(readme)?.[1] ?? '';
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** Everything between backticks in a table's first column. */
const named = (section: string) =>
  table(section).flatMap(([first = '']) => [...first.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));

/** The routes that the controllers declare, as the README writes them. */
function routes(): string[] {
  return sources.flatMap((source) => {
    const prefix = /@Controller\((?:'([^']*)')?\)/.exec(source)?.[1] ?? '';
    return [...source.matchAll(/@(?:Get|Post|Put|Delete|Sse)\(([^)]*)\)/g)].flatMap(([, paths = '']) =>
      (paths.match(/'[^']*'/g) ?? ["''"]).map((path) => routeOf(prefix, path.slice(1, -1))),
    );
  });
}

function routeOf(...parts: string[]): string {
  const path = parts.flatMap((part) => part.split('/')).filter((part) => part !== '');
  return `/${path.join('/')}`.replace(/:(\w+)/g, '{$1}');
}

describe('the README', () => {
  it('has at most 150 lines', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(156);
  });

  it('names every setting, its default and what it is, as the program has them', () => {
    const documented = table('Settings').map(([name, fallback, sentence]) => ({ name, fallback, sentence }));
    expect(documented).toEqual([
      ...Object.values(settings).map(({ name, fallback, sentence }) => ({
        name: `\`${name}\``,
        fallback: fallback || 'none',
        sentence,
      })),
      expect.objectContaining({ name: '`PBX_1_URL`' }),
    ]);
  });

  it('names every route', () => {
    const documented = named('API').map((route) => route.replace(/^[A-Z]+ /, ''));
    const whole = documented.map((route) => (route.startsWith('.') ? `/reports/transfers${route}` : route));
    expect(routes().length).toBeGreaterThan(10);
    expect(routes().filter((route) => !whole.includes(route))).toEqual([]);
  });

  it("names every option of the simulator's, and no other", () => {
    const declared = readFileSync('src/simulator/main.ts', 'utf8').match(/(?<=')--\w+/g);
    expect(
      named('Without a PBX')
        .filter((name) => name.startsWith('--'))
        .sort(),
    ).toEqual(declared?.sort());
  });

  it('names every command, and no other', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const inner = ['start', 'build', 'check', 'jest', 'format', 'simulate'];
    const declared = Object.keys(scripts).filter((name) => !name.startsWith('pre') && !inner.includes(name));
    const documented = named('Commands').map((command) => command.replace(/^npm (run )?/, ''));
    expect(documented.sort()).toEqual(declared.sort());
  });

  it('has a line for every folder of the program', () => {
    const folders = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(
      named('Folders')
        .filter((name) => name.startsWith('src/'))
        .sort(),
    ).toEqual(folders.map(({ name }) => `src/${name}/`).sort());
  });
});
