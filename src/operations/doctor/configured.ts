import { type Config, readConfig, settings } from '../../config/config.js';
import type { SettingsSource } from '../../config/settings-file.js';
import type { Finding } from './finding.js';

/** Which settings are set, and where. No value is said: it may hold a password. Null where they are not right. */
export function configured({ env, file, inFile }: SettingsSource): {
  finding: Finding;
  config: Config | null;
} {
  const toDo: string[] = [];
  let config: Config | null = null;
  try {
    config = readConfig(env, (line) => toDo.push(line));
  } catch (error) {
    toDo.push(...(error as Error).message.split('\n'));
  }
  const names = Object.values(settings).flatMap(({ name, formerName }) => [name, formerName ?? name]);
  const set = Object.keys(env).filter(
    (name) => env[name]?.trim() && (names.includes(name) || /^PBX_\d+_/.test(name)),
  );
  const [here, there] = [
    set.filter((name) => !inFile.includes(name)),
    set.filter((name) => inFile.includes(name)),
  ];
  const lines = [
    ...(there.length > 0 ? [`in ${file}: ${there.sort().join(' ')}`] : []),
    ...(here.length > 0 ? [`in the environment: ${here.sort().join(' ')}`] : []),
  ];
  if (lines.length === 0) lines.push('no setting is set; all have their defaults');
  return { finding: { subject: 'Settings', lines, toDo }, config };
}
