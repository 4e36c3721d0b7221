import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { promisify } from 'node:util';
import { Problem } from '@kopai/contracts';
import { isInner } from './address-policy.ts';

/** Where events may be sent. */
export interface UrlPolicy {
  /** Throws `webhook_url_not_allowed` unless the URL leads to a public host (or, in development, to this machine). */
  require(url: string): Promise<void>;
  /**
   * Resolves a host for a connection that is about to be made, and refuses it if it leads inside. The name was asked before the URL was
   * taken, but whoever owns it may answer otherwise now: the addresses that are judged here are the ones that are connected to.
   */
  readonly lookup: LookupFunction;
}

export interface UrlPolicyOptions {
  /** Welcomes this machine: that is where a receiver in development runs, while no real money moves. */
  readonly allowLoopback: boolean;
  /** How names become addresses; the system's way by default. */
  readonly resolve?: LookupFunction;
}

const thisMachine = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/;

/** Below 1024 live the services of a machine, such as mail; receivers of webhooks live at https' own port or above. */
const lowestFreePort = 1024;

/** Public https hosts alone, so that nobody makes this server knock at doors inside its own network. */
export function urlPolicy({ allowLoopback, resolve = lookup as LookupFunction }: UrlPolicyOptions): UrlPolicy {
  const guarded = guard(resolve, (host) => allowLoopback && thisMachine.test(host));
  const addressesOf = promisify(guarded);
  return {
    async require(text) {
      const url = new URL(text);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (allowLoopback && thisMachine.test(host)) return;
      if (url.protocol !== 'https:') throw refused(host, 'is not asked by https');
      if (url.username !== '' || url.password !== '') throw refused(host, 'is asked with a password in the URL');
      if (url.port !== '' && Number(url.port) < lowestFreePort) throw refused(host, `is asked at port ${url.port}`);
      // A connection to an address looks nothing up: this is the one place where it is judged.
      if (isIP(host) === 0) await addressesOf(host, { all: true });
      else if (isInner(host)) throw refused(host, 'is a private address');
    },
    lookup: guarded,
  };
}

/** A lookup that fails where one of the addresses leads inside: a host with a public and a private address is not one to trust. */
function guard(resolve: LookupFunction, isWelcome: (host: string) => boolean): LookupFunction {
  return (host, options, done) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      const addresses = error || typeof found === 'string' ? [] : found;
      const [first] = addresses;
      if (first === undefined) return done(refused(host, 'leads to no known host'), '');
      if (!isWelcome(host) && addresses.some(({ address }) => isInner(address)))
        return done(refused(host, 'leads to a private address'), '');
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
}

/** The host alone is named: the path of a receiver's URL may be all its secret, and refusals are logged. */
const refused = (host: string, why: string) => new Problem('webhook_url_not_allowed', `${host} ${why}.`);
