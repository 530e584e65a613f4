import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../config/config.js';

/** The name in a `Host` header without its port, and an IPv6 address without its brackets. */
const nameIn = (host: string) =>
  host
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase();

/** Whether this `Host` header means this machine, seen from itself. */
export const namesLoopback = (host: string | undefined) => host !== undefined && isLoopback(nameIn(host));

/**
 * Whether a browser says that a page of another site asks. What is no browser says nothing. Behind a proxy that
 * writes its own `Host`, the proxy's name for the site is not known, so that only `Sec-Fetch-Site` can say that it is its own.
 */
export function isOfAnotherSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}
