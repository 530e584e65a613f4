import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSettings } from '../../../src/config/settings-file.js';

describe('the settings of a command', () => {
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'handoff-settings-'));
    file = join(folder, 'handoff.env');
    writeFileSync(file, '# a comment\nDATA_DIR=/var/lib/handoff\nBACKUP_DIR="/var/lib/handoff/backups"\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are those of a named file, also where the environment says otherwise', () => {
    expect(findSettings(file, { DATA_DIR: '/another', PORT: '1' })).toEqual({
      env: { DATA_DIR: '/var/lib/handoff', BACKUP_DIR: '/var/lib/handoff/backups', PORT: '1' },
      file,
      inFile: ['BACKUP_DIR', 'DATA_DIR'],
    });
  });

  it("are those of the service's file where the environment names no database", () => {
    expect(findSettings(undefined, { BACKUP_DIR: '/mnt' }, file)).toEqual({
      env: { DATA_DIR: '/var/lib/handoff', BACKUP_DIR: '/mnt' },
      file,
      inFile: ['DATA_DIR'],
    });
  });

  it.each(['DATABASE_URL', 'DATA_DIR'])('are the environment where it names a database by %s', (name) => {
    expect(findSettings(undefined, { [name]: 'x' }, file)).toEqual({
      env: { [name]: 'x' },
      file: null,
      inFile: [],
    });
  });

  it('are the environment where there is no file of a service', () => {
    expect(findSettings(undefined, {}, join(folder, 'none'))).toEqual({ env: {}, file: null, inFile: [] });
  });

  it('that cannot be read are an error that names the file', () => {
    expect(() => findSettings(join(folder, 'none'), {})).toThrow(/settings in .*none cannot be read: ENOENT/);
  });
});
