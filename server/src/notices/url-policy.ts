import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Problem } from '@kopai/contracts';

/** Where events may be sent. */
export interface UrlPolicy {
  /** Throws `webhook_url_not_allowed` unless the URL leads to a public host (or, in development, to this machine). */
  require(url: string): Promise<void>;
}

/** Addresses that are nobody's on the internet: this machine, private networks, link-local ones such as a cloud's metadata service. */
const inner = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  inner.addSubnet(network, bits, 'ipv6');
}

const isInner = (address: string): boolean => inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * Public https hosts alone, so that nobody makes this server knock at doors inside its own network. While no real money moves, loopback is welcome
 * too: that is where a receiver in development runs.
 */
export function urlPolicy({ allowLoopback }: { allowLoopback: boolean }): UrlPolicy {
  return {
    async require(text) {
      const url = new URL(text);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (allowLoopback && /^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) return;
      if (url.protocol !== 'https:') throw refused(text, 'is not https');
      if (url.username !== '' || url.password !== '') throw refused(text, 'carries a password');
      const addresses = isIP(host) ? [host] : (await resolve(host, text)).map(({ address }) => address);
      if (addresses.length === 0 || addresses.some(isInner)) throw refused(text, 'leads to a private address');
    },
  };
}

const resolve = (host: string, url: string) =>
  lookup(host, { all: true }).catch(() => {
    throw refused(url, 'leads to no known host');
  });

const refused = (url: string, why: string) => new Problem('webhook_url_not_allowed', `${url} ${why}.`);
