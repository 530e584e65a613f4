import { Injectable } from '@nestjs/common';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { createTransport } from 'nodemailer';
import { Config } from '../../config/config.js';
import { Problem } from '../../http/problem.filter.js';
import type { Bounded } from '../dimensions/dimension.js';
import type { By } from '../dimensions/dimensions.js';
import { mailOf } from '../render/report-mail.js';
import { Reports } from '../reports.js';

const SECTIONS: By[] = ['day', 'pair', 'ext', 'target', 'weekday-hour'];
const PATIENCE_MS = 15_000;

/** What became of a mail that was handed to the mail server. */
@ApiSchema({ name: 'SentMail' })
export class SentView {
  @ApiProperty({ type: 'string', enum: ['sent'] }) status: 'sent';
  @ApiProperty({ type: [String] }) to: string[];
  @ApiProperty() messageId: string;
}

/** Sends reports to REPORT_MAIL_TO through SMTP_URL. */
@Injectable()
export class Mailer {
  constructor(
    private readonly reports: Reports,
    private readonly config: Config,
  ) {}

  get isWanted(): boolean {
    return this.config.reportMailTo.length > 0 && this.config.smtpUrl !== null;
  }

  /** `messageId` is the same for the same mail, so that a mail that is sent twice can be recognised. */
  async send(filter: Bounded, messageId?: string): Promise<SentView> {
    const { reportMailTo: to, reportMailFrom: from, smtpUrl } = this.config;
    if (!this.isWanted)
      throw new Problem(
        409,
        'Nobody gets reports by mail: set REPORT_MAIL_TO and SMTP_URL, and start again.',
      );
    const hours = filter.to.getTime() - filter.from.getTime() <= 2 * 86_400_000;
    const sections = SECTIONS.map((by) => (by === 'day' && hours ? 'hour' : by));
    const reports = await Promise.all(sections.map((by) => this.reports.make({ filter, by, compare: null })));
    const transport = createTransport({
      url: smtpUrl!,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
    });
    try {
      const { messageId: id } = await transport.sendMail({ from, to, messageId, ...mailOf(reports) });
      return { status: 'sent', to, messageId: id };
    } catch (error) {
      throw new Problem(502, `The mail server did not take the report: ${(error as Error).message}`);
    } finally {
      transport.close();
    }
  }
}
