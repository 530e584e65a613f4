import { Injectable, Logger } from '@nestjs/common';
import { LastSeen, type SeenPbx } from '../intake/last-seen.js';
import type { LinkStatus } from '../pbx-link/link.js';
import { PbxLinks } from '../pbx-link/pbx-links.js';
import { PbxReader, type StoredPbx } from './pbx.reader.js';
import type { PbxView } from './pbx-view.js';
import type { Visibility } from '../transfer/visibility.js';

/** How long an answer about silence is kept, in ms. */
const FRESH = 60_000;

/** Every PBX seen or logged in to, put together from what was stored, what was received, and the links. */
@Injectable()
export class Pbxs {
  private silentNow = { at: -Infinity, serials: new Set<string>() };
  private readonly log = new Logger('Pbxs');

  constructor(
    private readonly reader: PbxReader,
    private readonly lastSeen: LastSeen,
    private readonly links: PbxLinks,
  ) {}

  /** As a key may see them: one limited to extensions sees what its own transfers tell, and nothing that others cause. */
  async visible(visibility: Visibility): Promise<PbxView[]> {
    if (!visibility.extensions) return this.all(visibility.pbxes);
    return (await this.reader.lastSeenAt(visibility)).map(({ sn, dialect, lastTransferAt }) => ({
      sn: sn || null,
      dialect,
      lastEventAt: lastTransferAt.toISOString(),
      silent: false,
      ...linkView(undefined),
    }));
  }

  private async all(only: string[] | null): Promise<PbxView[]> {
    const lastSeen = new Map(this.lastSeen.status.map((one) => [one.sn, one]));
    const stored = await this.reader.pbxes(
      only,
      new Map([...lastSeen].map(([sn, one]) => [sn, one.lastEventAt])),
    );
    const { links } = this.links.status;
    const serials = new Set([
      ...stored.map(({ sn }) => sn),
      ...lastSeen.keys(),
      ...links.flatMap(({ sn }) => sn ?? []),
    ]);
    const known = [...serials]
      .filter((sn) => !only || only.includes(sn))
      .sort((a, b) => (a < b ? -1 : 1))
      .map((sn) => {
        const kept = stored.find((one) => one.sn === sn);
        const link = links.find((one) => one.sn === sn);
        return viewOf(sn, kept, lastSeen.get(sn), link);
      });
    const unknown = only ? [] : links.filter(({ sn }) => sn === null);
    return [...known, ...unknown.map((link) => viewOf('', undefined, undefined, link))];
  }

  /** How many are silent; said in the log once for each silence. Asked by the metrics, so kept for a minute. */
  async silent(): Promise<number> {
    if (Date.now() - this.silentNow.at > FRESH) {
      const serials = new Set(
        (await this.all(null)).filter(({ silent }) => silent).map(({ sn }) => sn ?? ''),
      );
      for (const sn of serials)
        if (!this.silentNow.serials.has(sn))
          this.log.error(`PBX ${sn || 'without a serial number'} has been silent for longer than usual.`);
      this.silentNow = { at: Date.now(), serials };
    }
    return this.silentNow.serials.size;
  }
}

function viewOf(
  sn: string,
  kept: StoredPbx | undefined,
  event: SeenPbx | undefined,
  link: LinkStatus | undefined,
): PbxView {
  const last = [kept?.lastTransferAt, event?.lastEventAt].filter((at) => at !== undefined);
  return {
    sn: sn === '' ? null : sn,
    dialect: event?.dialect ?? kept?.dialect ?? null,
    lastEventAt: last.length > 0 ? new Date(Math.max(...last.map(Number))).toISOString() : null,
    silent: kept?.silent ?? false,
    ...linkView(link),
  };
}

function linkView(status: LinkStatus | undefined): Pick<PbxView, 'link' | 'gaps'> {
  if (!status) return { link: null, gaps: [] };
  const { name, api, state, since, reason, logins, gaps } = status;
  return { link: { name, api, state, since, reason, logins }, gaps };
}
