import type { IncomingMessage } from 'node:http';
import { createTokenSource } from '../../src/connectors/client-credentials.js';
import { ConnectorError } from '../../src/connectors/contract.js';
import { createHttpClient } from '../../src/http/client.js';
import { serve } from '../http/server.js';

const signal = new AbortController().signal;
const clock = { now: Date.parse('2026-03-01T00:00:00Z') };
const asked: { headers: IncomingMessage['headers']; form: string }[] = [];
const http = createHttpClient({ allowPrivateAddresses: true, retry: { attempts: 1 } });
let answer: (count: number) => string;
let server: Awaited<ReturnType<typeof serve>>;

beforeEach(async () => {
  asked.length = 0;
  clock.now = Date.parse('2026-03-01T00:00:00Z');
  answer = (count) => JSON.stringify({ access_token: `token-${count}`, expires_in: '3600' });
  server = await serve((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({ headers: request.headers, form: Buffer.concat(parts).toString() });
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer(asked.length));
    });
  });
});
afterEach(() => server.close());
afterAll(() => http.close());

const source = (sentIn: 'form' | 'header' = 'form') =>
  createTokenSource({ tokenUrl: `${server.url}/token`, clientId: 'id', clientSecret: 's&cret', sentIn }, http, () => new Date(clock.now));

it('shows id and secret where the server wants them', async () => {
  await source('form').token(signal);
  expect(asked[0]!.form).toBe('grant_type=client_credentials&client_id=id&client_secret=s%26cret');
  await source('header').token(signal);
  expect(asked[1]!.form).toBe('grant_type=client_credentials');
  expect(asked[1]!.headers.authorization).toBe(`Basic ${Buffer.from('id:s&cret').toString('base64')}`);
});

it('keeps a token until a minute before its end', async () => {
  const tokens = source();
  expect(await tokens.token(signal)).toBe('token-1');
  clock.now += 3_539_000;
  expect(await tokens.token(signal)).toBe('token-1');
  clock.now += 1_000;
  expect(await tokens.token(signal)).toBe('token-2');
});

it('keeps none that does not say when it ends', async () => {
  answer = (count) => JSON.stringify({ access_token: `token-${count}` });
  const tokens = source();
  await tokens.token(signal);
  expect(await tokens.token(signal)).toBe('token-2');
});

it('fetches another one where a kept one is refused, once', async () => {
  const tokens = source();
  await tokens.token(signal);
  const seen: string[] = [];
  const refusedOnce = (token: string): Promise<string> => {
    seen.push(token);
    return seen.length === 1 ? Promise.reject(new ConnectorError('auth', 'answered 401')) : Promise.resolve('done');
  };
  expect(await tokens.call(refusedOnce, signal)).toBe('done');
  expect(seen).toEqual(['token-1', 'token-2']);
});

it('does not ask again where a new one is refused, or where something else is wrong', async () => {
  const fresh = source();
  await expect(fresh.call(() => Promise.reject(new ConnectorError('auth', 'answered 403')), signal)).rejects.toMatchObject({ kind: 'auth' });
  expect(asked).toHaveLength(1);
  await expect(fresh.call(() => Promise.reject(new ConnectorError('transient', 'answered 500')), signal)).rejects.toMatchObject({ kind: 'transient' });
  expect(asked).toHaveLength(1);
});

it.each(['{}', '{"access_token":""}', '[]', '{"access_token":7}'])('refuses an answer without a token: %s', async (text) => {
  answer = () => text;
  await expect(source().token(signal)).rejects.toMatchObject({ kind: 'contract', message: expect.stringContaining('token.') as unknown });
});
