import { easypost } from '../../src/connectors/carriers/easypost/index.js';
import { ConnectorError, type Env } from '../../src/connectors/contract.js';
import { connect, readFixture, RECEIVED_AT, sign, webhook } from '../fixtures/easypost/shared.js';
import { refusalOf } from '../support/carrier.js';

describe('settings', () => {
  it('need the webhook secret only', () => {
    expect(easypost.parseConfig({ WEBHOOK_SECRET: 'x' })).toEqual({ webhookSecret: 'x', apiKey: null, baseUrl: 'https://api.easypost.com' });
  });

  it('take key and address, without the slash at its end', () => {
    const config = easypost.parseConfig({ WEBHOOK_SECRET: 'x', API_KEY: ' EZAK1 ', BASE_URL: 'https://proxy.example/easypost/' });
    expect(config).toEqual({ webhookSecret: 'x', apiKey: 'EZAK1', baseUrl: 'https://proxy.example/easypost' });
  });

  it('name every variable that is wrong at once, and no value', () => {
    const error = refusalOf(() => easypost.parseConfig({ WEBHOOK_SECRET: '  ', API_KEY: 'kéy with spaces', BASE_URL: 'ftp://hidden.example' }));
    expect(error.kind).toBe('config');
    expect(error.message).toMatch(/WEBHOOK_SECRET.*API_KEY.*BASE_URL/);
    expect(error.message).not.toMatch(/spaces|hidden/);
  });

  it.each(['nonsense', 'http://api.example', 'https://u:p@api.example', 'https://api.example/?a=1', 'https://api.example/#a'])('refuse the address %s', (BASE_URL) => {
    expect(refusalOf(() => easypost.parseConfig({ WEBHOOK_SECRET: 'x', BASE_URL }))).toMatchObject({ kind: 'config' });
  });

  it.each([
    ['x7-Qq', 1],
    ['x7-Qq-x7-Qq-x7-Q', 0],
  ])('warn of a secret that can be guessed: %s', (WEBHOOK_SECRET, warnings) => {
    const seen: string[] = [];
    const log = { info: () => undefined, error: () => undefined, warn: (details: object, text: string) => void seen.push(JSON.stringify(details) + text) };
    connect({ WEBHOOK_SECRET }, { log });
    expect(seen).toHaveLength(warnings);
    expect(seen.join()).not.toContain(WEBHOOK_SECRET);
  });
});

describe('webhook', () => {
  const body = readFixture('tracker-updated.json');
  const verify = (request = webhook(body), env: Env = {}) => connect(env).webhook!.verify(request);

  it('hands on id, topic and the very bytes of what EasyPost signed', () => {
    expect(verify()).toEqual({
      messageId: 'evt_0f3c7b2e9a5d41d8b6c2e4a19d7f5038',
      topic: 'tracker.updated',
      body: Buffer.from(body),
      contentType: 'application/json',
      receivedAt: RECEIVED_AT,
    });
  });

  it('takes the secret after NFKD, however its accents were typed', () => {
    const signature = sign(body, 'cafe\u0301');
    expect(verify(webhook(body, signature), { WEBHOOK_SECRET: 'caf\u00e9' }).topic).toBe('tracker.updated');
  });

  it.each([
    ['no signature', {}],
    ['an empty one', { 'x-hmac-signature': '' }],
    ['another secret', sign(body, 'another secret')],
    ['another body', sign(`${body} `)],
    ['no prefix', { 'x-hmac-signature': sign(body)['x-hmac-signature']!.replace('hmac-sha256-hex=', '') }],
    ['a longer one', { 'x-hmac-signature': `${sign(body)['x-hmac-signature']!}00` }],
  ])('refuses %s', (_, headers) => {
    expect(refusalOf(() => verify(webhook(body, headers))).kind).toBe('auth');
  });

  it('checks the signature before it reads anything', () => {
    expect(refusalOf(() => verify(webhook('not JSON', {}))).kind).toBe('auth');
  });

  it.each([
    ['broken JSON', '{"id": "evt_1", "object": "Event"'],
    ['nothing', ''],
    ['bytes that are not text', Uint8Array.of(0x22, 0xff, 0x22)],
    ['NUL', '{"id":"evt_1\\u0000","object":"Event","description":"tracker.updated"}'],
    ['NUL deep inside', '{"id":"evt_1","object":"Event","description":"a.b","result":{"x":[{"a\\u0000":1}]}}'],
    ['half a character', '{"id":"evt_1","object":"Event","description":"a.b","result":"\\ud83d"}'],
    ['no id', '{"object":"Event","description":"tracker.updated"}'],
    ['another object', '{"id":"b_1","object":"Batch"}'],
    ['no object', '[1]'],
    ['null', 'null'],
  ])('refuses %s although it is signed', (_, content) => {
    expect(refusalOf(() => verify(webhook(content))).kind).toBe('contract');
  });

  it('gives a bare tracker an id by what it says', () => {
    const tracker = readFixture('tracker-polled.json');
    const id = verify(webhook(tracker)).messageId;
    expect(id).toMatch(/^trk_c47e0a91d2b84f6f9e53a17d60b8f2c4\/2026-03-02T07:00:00\+01:00\/[0-9a-f]{32}$/);
    expect(verify(webhook(tracker)).messageId).toBe(id);
    const changed = tracker.replace('"error"', '"failure"');
    expect(verify(webhook(changed)).messageId).not.toBe(id);
  });
});

describe('check', () => {
  it('has nothing to reach without a key', async () => {
    expect(await connect().check(new AbortController().signal)).toEqual({ ok: true, detail: expect.stringContaining('no API_KEY') as unknown });
    expect(connect().pull).toBeUndefined();
  });

  it('names the key where it is refused', async () => {
    const http = { request: () => Promise.reject(new ConnectorError('auth', 'answered 401')) };
    const result = await connect({ API_KEY: 'EZAK1' }, { http }).check(new AbortController().signal);
    expect(result).toEqual({ ok: false, detail: 'API_KEY is refused: answered 401' });
  });
});
