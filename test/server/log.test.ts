import { Writable } from 'node:stream';
import { createLog, withoutCredentials } from '../../src/server/log.js';
import { partnerKey, staffToken, startServer } from './support.js';

function capture(level = 'trace') {
  const lines: string[] = [];
  const destination = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) });
  return { log: createLog({ level, destination }), text: () => lines.join('') };
}

describe('the log', () => {
  it('is one JSON object per line, with the level by name', () => {
    const { log, text } = capture();
    log.info({ count: 3 }, 'three of them');
    expect(JSON.parse(text())).toMatchObject({ level: 'info', count: 3, msg: 'three of them', time: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  it('replaces members that are named like secrets, however deep a call passes them', () => {
    const { log, text } = capture();
    log.info({ headers: { authorization: 'open sesame', 'x-api-key': 'open sesame', cookie: 'open sesame' } }, 'one');
    log.info({ request: { headers: { authorization: 'open sesame' } }, password: 'open sesame', config: { secret: 'open sesame', token: 'open sesame' } }, 'two');
    expect(text()).not.toContain('sesame');
  });

  it.each([
    ['an API key', 'called with ilk_0123456789abcdefghij', 'ilk_0123456789abcdefghij'],
    ['a JWT', 'bad token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
    ['a bearer value', 'header was Bearer abcdefghijkl', 'abcdefghijkl'],
    ['a password in an address', 'cannot reach postgresql://app:hunter2@db:5432/x', 'hunter2'],
  ])('blots %s out of any text', (_what, message, secret) => {
    const { log, text } = capture();
    log.error({ err: new Error(message) }, message);
    expect(text()).toContain('[secret]');
    expect(text()).not.toContain(secret);
  });

  it('leaves ordinary text alone', () => {
    const plain = '{"msg":"answered","path":"/graphql","url":"http://127.0.0.1:4000","requestId":"0190a1b2-0000-7000-8000-000000000000"}';
    expect(withoutCredentials(plain)).toBe(plain);
  });
});

describe('the log of a server', () => {
  it('never shows a credential, whatever becomes of the request', async () => {
    const server = await startServer({ logLevel: 'trace' });
    const expired = await staffToken({ expiresAt: new Date(Date.now() - 60_000) });
    const good = await staffToken();
    try {
      await server.query('{ me }', { token: good });
      await server.query('{ me }', { token: expired });
      await server.query('{ fail(how: "bug") }', { token: good });
      await server.query('{ me }', { token: partnerKey, path: '/partner/graphql' });
      await server.query('{ me }', { token: 'ilk_not-a-key-that-is-known' });
      await fetch(`${server.url}/graphql?query={me}`, { headers: { 'x-api-key': partnerKey, cookie: 'session=open-sesame', 'apollo-require-preflight': '1' } });
      await fetch(`${server.url}/nothing`, { headers: { authorization: `Bearer ${good}` } });
    } finally {
      await server.stop();
    }
    const text = server.logged();
    expect(text.split('\n').length).toBeGreaterThan(7);
    for (const secret of [good, expired, partnerKey, 'not-a-key-that-is-known', 'open-sesame']) expect(text).not.toContain(secret.split('.').at(-1));
  });
});
