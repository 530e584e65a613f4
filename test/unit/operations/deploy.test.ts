import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { settings } from '../../../src/config/config.js';
import { deployText, deployYaml } from '../../support/tools/deploy-files.js';

interface Service {
  image: string;
  environment: Record<string, string>;
  volumes: string[];
  command?: string[];
  healthcheck?: object;
}

const NAMES: string[] = Object.values(settings).map(({ name }) => name);
const compose = deployYaml<{ services: Record<string, Service>; volumes: object }>('compose.yaml');
const dockerfile = deployText('Dockerfile');
const UNITS = ['handoff.service', 'handoff-backup.service', 'handoff-backup.timer'];

const namesSet = (text: string) => [...text.matchAll(/^#? ?([A-Z_]+)=/gm)].map(([, name]) => name!);

describe('the files of deploy', () => {
  it('compose has the program, a backup of it and PostgreSQL, each with its volume', () => {
    expect(Object.keys(compose.services)).toEqual(['handoff', 'backup', 'postgres']);
    for (const { volumes } of Object.values(compose.services))
      expect(Object.keys(compose.volumes)).toContain(volumes[0]!.split(':')[0]);
    expect(compose.services['postgres']).toHaveProperty('healthcheck.test');
  });

  it('images have versions', () => {
    const images = [
      ...Object.values(compose.services).map(({ image }) => image),
      ...[...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!),
    ];
    for (const image of images) expect(image).toMatch(/:\d+\.\d+/);
  });

  it('set what is a setting of the program', () => {
    const env = [...dockerfile.matchAll(/^ENV (.*)/gm)].flatMap(([, line]) =>
      [...line!.matchAll(/([A-Z_]+)=/g)].map(([, name]) => name!),
    );
    const set = [
      ...Object.keys(compose.services['handoff']!.environment),
      ...Object.keys(compose.services['backup']!.environment),
      ...env,
      ...namesSet(deployText('handoff.env')),
    ];
    expect(set.length).toBeGreaterThan(10);
    expect(set.filter((name) => !NAMES.includes(name))).toEqual([]);
    for (const proxy of ['proxy/nginx.conf', 'proxy/Caddyfile'])
      for (const name of ['TRUSTED_PROXIES', 'EVENT_SECRETS']) expect(deployText(proxy)).toContain(name);
  });

  it('run files that are built from sources', () => {
    const texts = [dockerfile, deployText('compose.yaml'), deployText('README.md'), ...UNITS.map(deployText)];
    const files = texts.flatMap((text) =>
      [...text.matchAll(/\bdist\/([\w/-]+)\.js/g)].map(([, file]) => file!),
    );
    expect(files.length).toBeGreaterThan(4);
    expect(files.filter((file) => !existsSync(`src/${file}.ts`))).toEqual([]);
  });

  it('keep secrets out of the image', () => {
    expect(deployText('Dockerfile.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['**/.env', '**/*.env', '.git', 'data', 'backups']),
    );
  });

  it('the service may make the system calls of a service, and no others', () => {
    expect(deployText('handoff.service')).toMatch(/^SystemCallFilter=@system-service$/m);
  });

  it('README.md leads to each', () => {
    const links = [...deployText('README.md').matchAll(/\]\(([\w./-]+)\)/g)].map(([, link]) => link!);
    for (const file of [...UNITS, 'compose.yaml', 'proxy/nginx.conf', 'proxy/Caddyfile', 'views.md'])
      expect(links).toContain(file);
    for (const file of ['monitoring/alerts.yaml', 'monitoring/dashboard.json']) expect(links).toContain(file);
    expect(links.filter((link) => !existsSync(`deploy/${link}`))).toEqual([]);
  });

  it('an archive of `npm pack` has the program built, what builds it, and no tests', () => {
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      encoding: 'utf8',
    });
    const packed = new Set([...said.matchAll(/"path": "([^"]+)"/g)].map(([, path]) => path!));
    const { bin, files } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const file of [...Object.values<string>(bin), 'ready.mjs', 'prisma/schema.prisma', 'src/main.ts'])
      expect(packed).toContain(file);
    expect([...packed].filter((path) => path.startsWith('test/'))).toEqual([]);
    expect(files).toContain('npm-shrinkwrap.json');
    for (const file of Object.values<string>(bin))
      expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});
