import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Where deploy/handoff.service has its settings. */
export const SERVICE_FILE = '/etc/handoff.env';

/** The environment with the settings of a file, and where they are from. */
export interface SettingsSource {
  env: NodeJS.ProcessEnv;
  /** The file; null for the environment alone. */
  file: string | null;
  /** The names that count as the file has them. */
  inFile: string[];
}

/**
 * For commands that are to use the database of a running service. What a named file says counts; the service's own file is
 * read where the environment names no database.
 */
export function findSettings(
  named?: string,
  env: NodeJS.ProcessEnv = process.env,
  serviceFile: string = SERVICE_FILE,
): SettingsSource {
  if (named !== undefined) {
    const values = read(named);
    return { env: { ...env, ...values }, file: named, inFile: Object.keys(values) };
  }
  const isNamed = Boolean(env['DATABASE_URL']?.trim() || env['DATA_DIR']?.trim());
  if (isNamed || !existsSync(serviceFile)) return { env, file: null, inFile: [] };
  const values = read(serviceFile);
  const inFile = Object.keys(values).filter((name) => env[name] === undefined);
  return { env: { ...values, ...env }, file: serviceFile, inFile };
}

function read(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EACCES')
      throw new Error(`This user may not read ${file}: run the command as root.`, { cause: error });
    throw new Error(`The settings in ${file} cannot be read: ${message}`, { cause: error });
  }
}
