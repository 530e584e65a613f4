import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../access/allow.js';
import { Config } from '../config/config.js';
import { ApiRoute } from '../http/api-route.js';
import { Problem } from '../http/problem.filter.js';
import { PageFiles } from './page-files.js';

const PAGE = 'index.html';

/** The supervisors' page and its files. It asks the same API as everybody else, so it needs nothing here. */
@Controller()
@ApiTags('page')
@Allow('everyone')
export class DashboardController {
  private readonly files: PageFiles;

  constructor(config: Config) {
    this.files = new PageFiles(config.timeZone);
  }

  @Get()
  @ApiRoute({
    summary: "The supervisors' page.",
    answer: 'text/html',
    open: true,
    problems: {
      405: { kept: 'It looks like a push: events are taken by POST.' },
      503: 'The page is not built.',
    },
  })
  getPage(@Req() req: Request, @Res() res: Response) {
    this.send(PAGE, req, res);
  }

  @Get('assets/:name')
  @ApiRoute({
    summary: 'A file of the page.',
    answer: '*/*',
    open: true,
    problems: { 404: 'The page has no such file.' },
  })
  @ApiParam({ name: 'name', description: 'As the page names it.' })
  getPageFile(@Param('name') name: string, @Req() req: Request, @Res() res: Response) {
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
