import { settings } from './config.js';
import { linkVariables } from './link-settings.js';
import type { Setting } from './setting.js';

/** The page of all settings, as deploy/settings.md holds it. */
export function settingsPage(): string {
  const all = Object.values<Setting<unknown>>(settings);
  return `# Settings

<!-- Written from src/config/ by \`npm run settings\`; change the tables there. -->

Settings are environment variables. All are checked at start, and every fault is reported at once. An empty variable
counts as not set.

${all.map(entry).join('\n')}

## PBXes to log in to

The program logs in to a PBX to keep its push alive and to fetch what was missed. The variables of the first PBX begin
with \`PBX_1_\`, those of the second with \`PBX_2_\`, and so on. \`PBX_FILE\` holds the same as JSON, a list of objects with
the fields ${Object.keys(linkVariables)
    .map((field) => `\`${field}\``)
    .join(', ')}, and a \`name\` for people.

${Object.values(linkVariables)
  .map(({ name, sentence }) => `- \`PBX_1_${name}\`: ${escaped(sentence)}.`)
  .join('\n')}
`;
}

function entry({ name, formerName, fallback, sentence }: Setting<unknown>): string {
  const byDefault = fallback === '' ? 'default none' : `default \`${fallback}\``;
  const before = formerName ? ` It was called \`${formerName}\`, which is still taken.` : '';
  return `- \`${name}\` (${byDefault}): ${escaped(sentence)}.${before}`;
}

/** Markdown would take these for emphasis or a tag. */
const escaped = (text: string) => text.replace(/[*<]/g, '\\$&');
