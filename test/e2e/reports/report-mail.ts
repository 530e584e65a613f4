import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { callbackify } from 'node:util';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { createApp } from '../../../src/app.js';
import { Config, readConfig } from '../../../src/config/config.js';
import { JobRunner } from '../../../src/database/jobs/job-runner.js';
import { ReportMailStore } from '../../../src/reports/schedule/report-mail.store.js';
import { startApp } from '../../support/app.js';
import { storeMadeUp } from '../../support/stories/made-up-transfers.js';

/** A mail server that keeps what it gets, or refuses it. */
const box: { mail: ParsedMail; to: string[] }[] = [];
let refuses = false;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: callbackify(async (stream: SMTPServerDataStream, session: SMTPServerSession) => {
    const mail = await simpleParser(stream);
    if (refuses) throw new Error('no room');
    box.push({ mail, to: session.envelope.rcptTo.map(({ address }) => address) });
  }),
});

let app: Awaited<ReturnType<typeof startApp>>;
let mailing: Record<string, string>;

/** Another replica of the program on the same database; `looked` resolves when it has looked whether a mail is due. */
async function replica(settings: Record<string, string> = {}) {
  const one = await createApp(readConfig({ ...mailing, ...settings }), false);
  await one.listen(0, '127.0.0.1');
  const { port } = one.getHttpServer().address() as AddressInfo;
  const looked = () => one.get(JobRunner).runNow('report-mails');
  return { app: one, url: `http://127.0.0.1:${port}`, looked };
}

describe('reports by mail', () => {
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    app = await startApp();
    await storeMadeUp(app, 6, 400, '2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z');
    mailing = {
      DATABASE_URL: app.app.get(Config).databaseUrl!,
      TIME_ZONE: 'UTC',
      REPORT_MAIL_TO: 'boss@example.org,desk@example.org',
      SMTP_URL: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    };
  });
  afterAll(async () => {
    await app?.stop();
    server.close();
  });
  afterEach(() => {
    box.length = 0;
    refuses = false;
  });

  describe('the report by mail', () => {
    it('does not begin with a mail about the time before it was set up', async () => {
      const one = await replica();
      await one.looked();
      await one.app.close();
      expect(box).toHaveLength(0);
    });

    it('is sent once by two replicas, once after a stop, and not again', async () => {
      // Every day at 07:00; the last one went out three days ago, then the program stood still.
      await app.query(`UPDATE report_mails SET due = due - interval '3 days'`);
      const two = await Promise.all([replica(), replica()]);
      await Promise.all(two.map((one) => one.looked()));
      await Promise.all(two.map((one) => one.app.close()));
      expect(box).toHaveLength(1);
      const [{ mail, to }] = box as [(typeof box)[0]];
      expect(to).toEqual(['boss@example.org', 'desk@example.org']);
      const [{ due }] = await app.query('SELECT max(due) AS due FROM report_mails WHERE sent_at IS NOT NULL');
      const day = (back: number) => new Date(due.getTime() - back * 86_400_000).toISOString().slice(0, 10);
      expect(mail.subject).toMatch(`Transfers ${day(3)} 00:00 to ${day(0)} 00:00`);
      const again = await replica();
      await again.looked();
      await again.app.close();
      expect(box).toHaveLength(1);
    });

    it('is claimed again after five minutes where the replica that claimed it did not send it', async () => {
      const store = app.app.get(ReportMailStore);
      const [{ due }] = await app.query('SELECT max(due) AS due FROM report_mails');
      const next = new Date(due.getTime() + 86_400_000);
      expect(await store.claim(next)).toEqual({ since: due });
      expect(await store.claim(next)).toBeNull();
      await app.query(
        `UPDATE report_mails SET claimed_at = claimed_at - interval '6 minutes' WHERE due = $1`,
        [next],
      );
      expect(await store.claim(next)).toEqual({ since: due });
      await store.sent(next);
      await app.query(
        `UPDATE report_mails SET claimed_at = claimed_at - interval '6 minutes' WHERE due = $1`,
        [next],
      );
      expect(await store.claim(next)).toBeNull();
    });
  });

  describe('POST /reports/transfers/mail', () => {
    it('sends now: the page with its pictures inline, the CSV attached, the figures of the report', async () => {
      const { app: one, url } = await replica();
      const period = 'from=2026-11-01&to=2026-11-07';
      const answer = await fetch(`${url}/reports/transfers/mail?${period}`, { method: 'POST' });
      const body = await answer.json();
      expect([answer.status, body]).toEqual([
        200,
        { status: 'sent', to: ['boss@example.org', 'desk@example.org'], messageId: expect.any(String) },
      ]);
      await one.close();
      const [{ mail }] = box as [(typeof box)[0]];
      expect(mail.messageId).toBe(body.messageId);
      const { totals } = (await app.get(`/reports/transfers?${period}`)).body;
      expect(totals.transfers).toBe(400);
      expect(mail.subject).toBe(
        `Transfers 2026-11-01 00:00 to 2026-11-08 00:00: 400, ${totals.unanswered} of them unanswered`,
      );
      const pictures = mail.attachments.filter(({ contentType }) => contentType === 'image/png');
      expect(pictures.map(({ cid }) => cid)).toEqual(['day', 'pair', 'ext', 'target', 'weekday-hour']);
      for (const { content, cid } of pictures) {
        expect(content.subarray(1, 4).toString()).toBe('PNG');
        expect(content.length).toBeGreaterThan(5000);
        // mailparser puts a picture where the page names it.
        expect(mail.html).not.toContain(`cid:${cid}`);
      }
      expect(mail.html).toContain('src="data:image/png;base64,');
      for (const by of ['day', 'ext']) {
        const csv = mail.attachments.find(({ filename }) => filename === `transfers-by-${by}-2026-11-01.csv`);
        const { text } = await app.get(`/reports/transfers.csv?by=${by}&${period}`);
        expect(csv!.content.toString().replace('\uFEFF', '')).toBe(text.replace('\uFEFF', ''));
      }
      expect(mail.text).toContain(`inferred for ${totals.inferred}`);
    });

    it('says what is missing where no mail server is set, and what the mail server said', async () => {
      const missing = await app.post('', {}, '/reports/transfers/mail');
      expect(missing).toMatchObject({
        status: 409,
        body: { detail: expect.stringMatching(/REPORT_MAIL_TO/) },
      });
      refuses = true;
      const { app: one, url } = await replica();
      const answer = await fetch(`${url}/reports/transfers/mail`, { method: 'POST' });
      expect([answer.status, (await answer.json()).detail]).toEqual([502, expect.stringMatching(/no room/)]);
      await one.close();
    });
  });
});
