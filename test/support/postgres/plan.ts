interface Plan {
  'Node Type': string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** The tables that a statement reads from the beginning to the end, by what EXPLAIN (FORMAT JSON) says of it. */
export function tablesReadWhole(explained: { 'QUERY PLAN': { Plan: Plan }[] }[]): string[] {
  return nodes(explained[0]!['QUERY PLAN'][0]!.Plan)
    .filter((node) => node['Node Type'] === 'Seq Scan')
    .map((node) => node['Relation Name']!);
}
