import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settings } from '../../../src/config/config.js';

const readme = readFileSync('README.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** Every document of the repository. */
const documents = ['.', 'deploy', 'prisma', 'src', 'test']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.md') && !file.includes('generated'));

/** Names between backticks that look like a file or a folder of the repository. */
const PATH = /`((?:src|test|prisma|deploy)\/[\w./-]*)`/g;

describe('the README', () => {
  it('has a link to the README of every room of the program', () => {
    const rooms = readdirSync('src', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const missing = rooms.filter(({ name }) => !readme.includes(`](src/${name}/README.md)`));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('names every command, and no other', () => {
    // What a command before another one does by itself, and what only the other commands use.
    const inner = ['postpack', 'build', 'check', 'jest', 'format'];
    const declared = Object.keys(scripts).filter((name) => !/^pre[a-z]/.test(name) && !inner.includes(name));
    const named = [...readme.matchAll(/npm (?:run )?([a-z][\w:-]*)/g)].map((match) => match[1]!);
    expect([...new Set(named)].sort()).toEqual(declared.sort());
  });

  it('shows a picture of the page that is not above 200 KB', () => {
    const [, picture] = /!\[[^\]]+\]\(([^)]+)\)/.exec(readme) ?? [];
    expect(statSync(picture!).size).toBeLessThanOrEqual(200 * 1024);
  });
});

describe('the documents', () => {
  const ofRooms = documents.filter((document) => /^(src|prisma|test\/support)\/.*README\.md$/.test(document));

  it.each(ofRooms)('%s has 5 to 30 lines', (document) => {
    const lines = readFileSync(document, 'utf8').trimEnd().split('\n').length;
    expect(lines).toBeGreaterThanOrEqual(5);
    expect(lines).toBeLessThanOrEqual(30);
  });

  it('have no table that is wider than a screen', () => {
    const wide = documents
      .filter((document) => document !== 'deploy/settings.md')
      .flatMap((document) => readFileSync(document, 'utf8').split('\n'))
      .filter((line) => line.startsWith('|') && line.length > 140);
    expect(wide).toEqual([]);
  });

  it.each(documents)('%s links to files that exist', (document) => {
    const text = readFileSync(document, 'utf8');
    const links = [...text.matchAll(/\]\(([^)#]+)/g)].map((match) => match[1]!);
    const gone = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(dirname(document), link)));
    expect(gone).toEqual([]);
  });

  it.each(documents)('%s names files that exist', (document) => {
    const text = readFileSync(document, 'utf8');
    const gone = [...text.matchAll(PATH)].map((match) => match[1]!).filter((file) => !existsSync(file));
    expect(gone).toEqual([]);
  });

  it.each(documents)('%s names settings that exist', (document) => {
    const known = Object.values(settings).flatMap((one) => [
      one.name,
      'formerName' in one ? one.formerName : '',
    ]);
    const named = [...readFileSync(document, 'utf8').matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)];
    const unknown = named.map((match) => match[1]!).filter((name) => !known.includes(name));
    expect(unknown).toEqual([]);
  });
});
