import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from '../../src/notices/post.ts';
import { urlPolicy } from '../../src/notices/url-policy.ts';

/** Answers names by a script: each look-up of a name takes the next of its answers, and the last one from then on. */
function namesThat(answers: Record<string, string[][]>): LookupFunction {
  return (host, _options, done) => {
    const script = answers[host] ?? [];
    const now = script.length > 1 ? script.shift() : script[0];
    if (now === undefined) done(Object.assign(new Error(host), { code: 'ENOTFOUND' }), '');
    else
      done(
        null,
        now.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  };
}

const names = {
  'public.example': [['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c']],
  'half.example': [['93.184.215.14', '10.0.0.7']],
  'metadata.example': [['169.254.169.254']],
  'local.example': [['::1']],
  'mapped.example': [['::ffff:10.0.0.7']],
};
const policy = urlPolicy({ allowLoopback: false, resolve: namesThat(names) });
const refusal = { code: 'webhook_url_not_allowed' };

describe('a webhook endpoint', () => {
  test.each([
    'https://public.example/hooks',
    'https://public.example:8443/hooks?secret=1',
    'https://93.184.215.14/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
  ])('may be %s', async (url) => {
    await expect(policy.require(url)).resolves.toBeUndefined();
  });

  test.each([
    ['no encryption', 'http://public.example/'],
    ['another protocol', 'ftp://public.example/'],
    ['a file', 'file:///etc/passwd'],
    ['a password', 'https://user:secret@public.example/'],
    ['a user that looks like a host', 'https://public.example@10.0.0.1/'],
    ['a port of mail', 'https://public.example:25/'],
    ['a port of ssh', 'https://public.example:22/'],
    ['this machine', 'https://localhost/'],
    ['this machine, fully qualified', 'https://localhost./'],
    ['loopback', 'https://127.0.0.1/'],
    ['loopback, short', 'https://127.1/'],
    ['loopback, decimal', 'https://2130706433/'],
    ['loopback, octal', 'https://0177.0.0.1/'],
    ['loopback, hexadecimal', 'https://0x7f000001/'],
    ['loopback, full-width', 'https://１２７.0.0.1/'],
    ['loopback, IPv6', 'https://[::1]/'],
    ['loopback, mapped', 'https://[::ffff:127.0.0.1]/'],
    ['loopback, mapped in hexadecimal', 'https://[::ffff:7f00:1]/'],
    ['loopback, compatible', 'https://[::127.0.0.1]/'],
    ['loopback through 6to4', 'https://[2002:7f00:1::]/'],
    ['loopback through NAT64', 'https://[64:ff9b::7f00:1]/'],
    ['loopback through a local NAT64', 'https://[64:ff9b:1::7f00:1]/'],
    ['Teredo', 'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/'],
    ['nothing', 'https://0.0.0.0/'],
    ['nothing, IPv6', 'https://[::]/'],
    ['a private network', 'https://10.0.0.1/'],
    ['a private network', 'https://172.31.255.255/'],
    ['a private network', 'https://192.168.1.1/'],
    ['a carrier', 'https://100.64.0.1/'],
    ['a private network, IPv6', 'https://[fd00::1]/'],
    ['link-local', 'https://169.254.1.1/'],
    ['link-local, IPv6', 'https://[fe80::1]/'],
    ['site-local', 'https://[fec0::1]/'],
    ['a cloud’s metadata', 'https://169.254.169.254/latest/meta-data'],
    ['a cloud’s metadata, by a name', 'https://metadata.example/'],
    ['a cloud’s metadata, mapped', 'https://[::ffff:a9fe:a9fe]/'],
    ['a network for benchmarks', 'https://198.18.0.1/'],
    ['multicast', 'https://224.0.0.1/'],
    ['broadcast', 'https://255.255.255.255/'],
    ['multicast, IPv6', 'https://[ff02::1]/'],
    ['documentation', 'https://[2001:db8::1]/'],
    ['a name of this machine', 'https://local.example/'],
    ['a name with a mapped address', 'https://mapped.example/'],
    ['a name with one private address of two', 'https://half.example/'],
    ['a name of nobody', 'https://nobody.example/'],
  ])('may not be %s: %s', async (_what, url) => {
    await expect(policy.require(url)).rejects.toMatchObject(refusal);
  });

  test('is named in a refusal by its host alone: its path may be its secret', async () => {
    const url = 'https://user:hunter2@metadata.example/services/T000/secret';
    const error = await policy.require(url).catch((reason: unknown) => String(reason));
    expect(error).toContain('metadata.example');
    expect(error).not.toMatch(/hunter2|secret/);
  });
});

describe('a delivery', () => {
  let asked = 0;
  const inside = createServer((_request, response) => {
    asked += 1;
    response.writeHead(302, { Location: `http://127.0.0.1:${port()}/elsewhere` }).end();
  });
  const port = () => (inside.address() as AddressInfo).port;
  beforeAll(() => new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve)));
  afterAll(() => inside.close());
  const knock = (lookup: LookupFunction, host = 'rebound.example') =>
    post({ url: `http://${host}:${port()}/`, headers: {}, body: '{}', lookup, withinMs: 5_000 });

  test('goes to no address that its name has come to mean since it was judged', async () => {
    const rebinding = urlPolicy({
      allowLoopback: false,
      resolve: namesThat({ 'rebound.example': [['93.184.215.14'], ['127.0.0.1']] }),
    });
    await rebinding.require('https://rebound.example/');
    await expect(knock(rebinding.lookup)).rejects.toMatchObject(refusal);
    expect(asked).toBe(0);
  });

  test('follows no redirect', async () => {
    const { lookup } = urlPolicy({ allowLoopback: true });
    expect(await knock(lookup, 'localhost')).toBe(302);
    expect(asked).toBe(1);
  });

  test('of a server in development reaches this machine, and nothing else inside', async () => {
    const development = urlPolicy({ allowLoopback: true, resolve: namesThat(names) });
    for (const url of ['http://localhost:3000/', 'http://127.0.0.1:3000/', 'http://[::1]:3000/'])
      await expect(development.require(url)).resolves.toBeUndefined();
    for (const url of ['http://10.0.0.1/', 'https://10.0.0.1/', 'https://metadata.example/', 'https://local.example/'])
      await expect(development.require(url)).rejects.toMatchObject(refusal);
  });
});
