import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Allow } from '../access/allow.js';
import { Config } from '../config/config.js';
import { content, Describe } from '../http/openapi.js';
import { Problem } from '../http/problem.filter.js';
import { PageFiles } from './page-files.js';

const PAGE = 'index.html';

/** The supervisors' page and its files. It asks the same API as everybody else, so it needs nothing here. */
@Controller()
@Allow('everyone')
export class DashboardController {
  private readonly files: PageFiles;

  constructor(config: Config) {
    this.files = new PageFiles(config.timeZone);
  }

  @Get()
  @Describe({
    tag: 'page',
    summary: "The supervisors' page.",
    answers: { 200: content('text/html') },
    problems: { 503: 'The page is not built.' },
  })
  page(@Req() req: Request, @Res() res: Response) {
    this.send(PAGE, req, res);
  }

  @Get('assets/:name')
  @Describe({
    tag: 'page',
    summary: 'A file of the page.',
    path: [{ name: 'name', description: 'As the page names it.', schema: { type: 'string' } }],
    answers: { 200: content('*/*') },
    problems: { 404: 'The page has no such file.' },
  })
  asset(@Param('name') name: string, @Req() req: Request, @Res() res: Response) {
    this.send(name, req, res);
  }

  private send(name: string, req: Request, res: Response) {
    const file = this.files.find(name, req.get('Accept-Encoding') ?? '');
    if (!file && name === PAGE) throw new Problem(503, 'The page is not built yet: npm run build.');
    if (!file) throw new Problem(404, 'The page has no such file; load the page again.');
    res.set(file.headers);
    if (req.fresh) res.status(304).end();
    else res.send(file.body);
  }
}
