import type { LookupFunction } from 'node:net';
import { refusedAddress, refusedUrl } from '../../src/http/address.js';
import { createHttpClient } from '../../src/http/client.js';
import { serve } from './server.js';

describe('address guard', () => {
  it.each(['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946', '1.1.1.1'])('lets %s pass', (address) => {
    expect(refusedAddress(address, false)).toBeNull();
  });

  const own = ['127.0.0.1', '127.9.9.9', '10.1.2.3', '172.31.0.1', '192.168.1.1', '100.64.0.1', '::1', 'fd12:3456::1', '::ffff:127.0.0.1', '::ffff:a00:1'];
  it.each(own)('refuses %s unless private addresses are allowed', (address) => {
    expect(refusedAddress(address, false)).not.toBeNull();
    expect(refusedAddress(address, true)).toBeNull();
  });

  const never = [
    '0.0.0.0', '169.254.169.254', '169.254.0.1', 'fe80::1', '::', '224.0.0.1', '255.255.255.255', '192.0.0.192', '240.0.0.1', '198.18.0.1',
    '168.63.129.16', '100.100.100.200', 'fd00:ec2::254', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '::ffff:169.254.169.254', 'not an address', '',
  ];
  it.each(never)('refuses %p always', (address) => {
    expect(refusedAddress(address, false)).not.toBeNull();
    expect(refusedAddress(address, true)).not.toBeNull();
  });

  const disguised = ['http://2130706433/', 'http://0x7f.1/', 'http://127.1/', 'http://[::1]/', 'http://[::ffff:10.0.0.1]/', 'http://0/'];
  it.each([...disguised, 'file:///etc/passwd', 'data:text/plain,x', 'ftp://1.1.1.1/', 'https://user:secret@example.com/'])('refuses %s', (url) => {
    expect(refusedUrl(new URL(url), false)).not.toBeNull();
  });
});

describe('a call', () => {
  const resolvingTo =
    (...addresses: string[]): LookupFunction =>
    (_, __, callback) =>
      callback(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  const call = (url: string) => ({ method: 'GET', url, accept: ['*/*'], signal: new AbortController().signal, idempotent: true }) as const;

  it.each([['127.0.0.1'], ['10.0.0.1'], ['169.254.169.254'], ['93.184.216.34', '::1']])('is refused when its name leads to %s', async (...addresses) => {
    const http = createHttpClient({ lookup: resolvingTo(...addresses) });
    await expect(http.request(call('https://carrier.example/'))).rejects.toMatchObject({
      kind: 'rejected',
      message: expect.stringContaining('address') as unknown,
    });
    http.close();
  });

  it('is refused for a literal address and for localhost before anything is sent', async () => {
    const server = await serve((_, response) => response.end());
    const http = createHttpClient();
    for (const url of [server.url, server.url.replace('127.0.0.1', 'localhost'), server.url.replace('127.0.0.1', '[::ffff:127.0.0.1]')]) {
      await expect(http.request(call(url))).rejects.toMatchObject({ kind: 'rejected' });
    }
    expect(server.count()).toBe(0);
    await server.close();
    http.close();
  });

  it.each(['nonsense', '/relative'])('to %p is a config error', async (url) => {
    await expect(createHttpClient().request(call(url))).rejects.toMatchObject({ kind: 'config' });
  });

  it('whose name does not resolve is transient', async () => {
    const failing: LookupFunction = (_, __, callback) => callback(Object.assign(new Error('no answer'), { code: 'EAI_AGAIN' }), []);
    const http = createHttpClient({ lookup: failing, retry: { attempts: 1 } });
    await expect(http.request(call('https://carrier.example/'))).rejects.toMatchObject({ kind: 'transient' });
  });
});
