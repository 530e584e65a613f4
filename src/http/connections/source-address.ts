import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Addresses and networks, as a setting lists them. */
export function networks(list: string[]): BlockList {
  const known = new BlockList();
  for (const entry of list) {
    const [address, bits] = entry.split('/') as [string, string | undefined];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) known.addAddress(address, family);
    else known.addSubnet(address, Number(bits), family);
  }
  return known;
}

export function isIn(address: string, known: BlockList): boolean {
  const family = isIP(address);
  return family !== 0 && known.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * Who sent it: the other end of the connection; behind a configured proxy, the address that the proxy names.
 * The header is read from right to left as far as the proxies are known: anybody can make up the rest.
 */
export function sourceOf(req: IncomingMessage, proxies: BlockList): string {
  let source = plain(req.socket.remoteAddress ?? '');
  const forwarded = req.headers['x-forwarded-for'];
  if (forwarded === undefined) return source;
  const hops = [forwarded].flat().join(',').split(',');
  for (let hop = hops.pop(); hop !== undefined && isIn(source, proxies); hop = hops.pop()) {
    const named = plain(hop.trim());
    if (isIP(named) === 0) break;
    source = named;
  }
  return source;
}

/** An IPv4 address that a dual socket writes as IPv6. */
export const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '');
