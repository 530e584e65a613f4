import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Where deploy/handoff.service has its settings. */
export const SERVICE_FILE = '/etc/handoff.env';

/** The environment with the settings of a file, and where they are from. */
export interface SettingsSource {
  env: NodeJS.ProcessEnv;
  /** The file; null for the environment alone. */
  file: string | null;
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
  if (named !== undefined) return { env: { ...env, ...read(named) }, file: named };
  const isNamed = Boolean(env['DATABASE_URL']?.trim() || env['DATA_DIR']?.trim());
  if (isNamed || !existsSync(serviceFile)) return { env, file: null };
  return { env: { ...read(serviceFile), ...env }, file: serviceFile };
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
