import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The YAML parser that @nestjs/swagger brings. */
const swagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
const { load } = swagger('js-yaml') as { load: (text: string) => unknown };

export const deployText = (name: string): string => readFileSync(`deploy/${name}`, 'utf8');

export const deployYaml = <Content>(name: string): Content => load(deployText(name)) as Content;

/** The queries of the dashboard and of the alerts. */
export function monitoringQueries(): string[] {
  const { panels } = JSON.parse(deployText('monitoring/dashboard.json')) as {
    panels: { targets: { expr: string }[] }[];
  };
  const { groups } = deployYaml<{ groups: { rules: { expr: string }[] }[] }>('monitoring/alerts.yaml');
  return [
    ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
    ...groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
  ];
}
