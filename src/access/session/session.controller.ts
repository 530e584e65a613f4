import { Controller, type CookieSerializeOptions, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiProperty, ApiSchema, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ApiRoute } from '../../http/api-route.js';
import { Allow } from '../allow.js';
import { bearerOf, unauthorized } from '../access.guard.js';
import { SCOPES } from '../key.js';
import { Keys } from '../keys.js';
import { COOKIE, SESSION_SECONDS, writeSession } from './session.js';

/** Whose session it is, and what it may see. */
@ApiSchema({ name: 'Session' })
export class SessionView {
  @ApiProperty() name: string;
  @ApiProperty({ enum: SCOPES, isArray: true }) scopes: string[];
  @ApiProperty({ type: [String], nullable: true, description: 'The only PBXes; null: all.' })
  pbxes: string[] | null;
  @ApiProperty({ type: [String], nullable: true, description: 'The only extensions; null: all.' })
  extensions: string[] | null;
}

/**
 * The page signs in: it sends a key and gets a cookie that scripts cannot read. Other sites cannot use the
 * cookie: browsers send it from this site's own pages only (SameSite), and Nest's CSRF protection refuses
 * changes asked for by other sites.
 */
@Controller('session')
@ApiTags('access')
@Allow('everyone')
export class SessionController {
  constructor(
    private readonly keys: Keys,
    private readonly http: HttpAdapterHost,
  ) {}

  @Post()
  @ApiRoute({
    summary: 'Signs the page in: a key for a cookie.',
    answer: SessionView,
    open: 'key',
    problems: { 401: 'The key is not valid.' },
  })
  @HttpCode(200)
  async openSession(@Req() req: Request, @Res({ passthrough: true }) res: Response): Promise<SessionView> {
    const key = await this.keys.find(bearerOf(req.headers.authorization));
    if (!key) throw unauthorized('This key is not valid. Send it as Authorization: Bearer <key>.');
    this.http.httpAdapter.setCookie(res, COOKIE, writeSession(key), {
      ...attributes(req),
      maxAge: SESSION_SECONDS,
    });
    return { name: key.name, scopes: key.scopes, pbxes: key.pbxes, extensions: key.extensions };
  }

  @Delete()
  @ApiRoute({ summary: 'Signs the page out.', open: true })
  @HttpCode(204)
  closeSession(@Req() req: Request, @Res({ passthrough: true }) res: Response) {
    this.http.httpAdapter.clearCookie(res, COOKIE, attributes(req));
  }
}

const attributes = (req: Request): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: req.secure,
  path: '/',
});
