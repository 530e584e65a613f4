import type { Config } from '../../config/config.js';
import type { Finding } from './finding.js';

interface Ready {
  status: string | number;
  detail?: string;
  links?: { name: string; state: string; since: string }[];
  jobs?: { name: string; lastRunAt: string | null; failed: boolean }[];
}

/** Asks the program on its port how it is: itself, its links to PBXes, its background jobs. */
export async function program({ host, port, links }: Config): Promise<Finding[]> {
  const url = `http://${addressOf(host)}:${port}/health/ready`;
  const ready = await fetch(url, { signal: AbortSignal.timeout(5000) })
    .then((response) => response.json() as Promise<Ready>)
    .catch(() => null);
  if (!ready?.jobs)
    return [
      {
        subject: 'Program',
        lines: [ready ? `another program answers on port ${port}` : `does not answer on port ${port}`],
        toDo: [
          ready
            ? 'Set PORT to a free port, or to that of handoff.'
            : 'Start it: npm start, or systemctl start handoff.',
        ],
      },
    ];
  const isReady = ready.status === 'ready';
  return [
    {
      subject: 'Program',
      lines: [`runs on port ${port}, ${isReady ? 'and stores events' : 'and cannot store events'}`],
      toDo: isReady ? [] : [ready.detail ?? 'Read its log.'],
    },
    linksOf(ready.links ?? [], links.length),
    jobsOf(ready.jobs),
  ];
}

function linksOf(links: NonNullable<Ready['links']>, configuredLinks: number): Finding {
  const down = links.filter(({ state }) => state !== 'up');
  const toDo = down.map(({ name }) => `The link ${name} is not up: GET /pbxs says why.`);
  if (links.length !== configuredLinks)
    toDo.push('The program runs with other links than these settings name: start it again.');
  const lines = links.map(({ name, state, since }) => `${name}: ${state} since ${since}`);
  return { subject: 'Links', lines: lines.length > 0 ? lines : ['none: PBXes push by themselves'], toDo };
}

function jobsOf(jobs: NonNullable<Ready['jobs']>): Finding {
  const failed = jobs.filter((job) => job.failed);
  return {
    subject: 'Jobs',
    lines: [jobs.map(({ name, failed: last }) => `${name} ${last ? 'failed' : 'ok'}`).join(', ')],
    toDo: failed.map(({ name }) => `The last round of ${name} failed: the log of the program says why.`),
  };
}

function addressOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
