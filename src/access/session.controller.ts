import { Controller, type CookieSerializeOptions, Delete, HttpCode, Post, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { all, Describe, json, listOf } from '../http/openapi.js';
import { Allow } from './allow.js';
import { unauthorized } from './access.guard.js';
import { Keys } from './keys.js';
import { COOKIE, SESSION_SECONDS, writeSession } from './session.js';

/**
 * The page signs in: a key for a cookie that scripts cannot read. Other sites cannot use it: browsers send it to this
 * one's pages only (SameSite), and Nest's CSRF protection refuses what changes something and comes from elsewhere.
 */
@Controller('session')
@Allow('everyone')
export class SessionController {
  constructor(
    private readonly keys: Keys,
    private readonly http: HttpAdapterHost,
  ) {}

  @Post()
  @ApiBearerAuth()
  @Describe({
    tag: 'access',
    open: true,
    summary: 'Signs the page in: a key for a cookie.',
    answers: {
      200: json(
        all({
          name: { type: 'string' },
          scopes: listOf({ type: 'string' }),
          pbxes: { ...listOf({ type: 'string' }), nullable: true },
          extensions: { ...listOf({ type: 'string' }), nullable: true },
        }),
      ),
    },
    problems: { 401: 'The key is not valid.' },
  })
  @HttpCode(200)
  async open(@Req() req: Request, @Res({ passthrough: true }) res: Response) {
    const key = await this.keys.find(/^Bearer +(\S+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '');
    if (!key) throw unauthorized('This key is not valid. Send it as Authorization: Bearer <key>.');
    this.http.httpAdapter.setCookie(res, COOKIE, writeSession(key), {
      ...attributes(req),
      maxAge: SESSION_SECONDS,
    });
    return { name: key.name, scopes: key.scopes, pbxes: key.pbxes, extensions: key.extensions };
  }

  @Delete()
  @Describe({
    tag: 'access',
    open: true,
    summary: 'Signs the page out.',
    answers: { 204: { description: '' } },
  })
  @HttpCode(204)
  close(@Req() req: Request, @Res({ passthrough: true }) res: Response) {
    this.http.httpAdapter.clearCookie(res, COOKIE, attributes(req));
  }
}

const attributes = (req: Request): CookieSerializeOptions => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: req.secure,
  path: '/',
});
