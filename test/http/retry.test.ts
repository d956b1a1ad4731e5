import { createHttpClient, type ClosableHttpClient, type HttpClientOptions, type HttpRequest } from '../../src/http/client.js';
import { CircuitBreaker } from '../../src/http/breaker.js';
import { ConnectorError } from '../../src/http/errors.js';
import { parseRetryAfter, waitBeforeRetry } from '../../src/http/retry.js';
import { serve, type TestServer } from './server.js';

const NOW = new Date('2026-03-01T10:00:00Z');
const open: (TestServer | ClosableHttpClient)[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** A server that gives these answers in turn, the last one for ever. */
async function answering(...answers: readonly [status: number, headers?: Record<string, string>][]): Promise<TestServer> {
  let next = 0;
  const server = await serve((_, response) => {
    const [status, headers] = answers[Math.min(next, answers.length - 1)]!;
    next += 1;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{}');
  });
  open.push(server);
  return server;
}

function client(options: HttpClientOptions = {}): { request: ClosableHttpClient['request']; waits: number[] } {
  const waits: number[] = [];
  const sleep = (ms: number): Promise<void> => {
    waits.push(ms);
    return Promise.resolve();
  };
  const made = createHttpClient({ allowPrivateAddresses: true, now: () => NOW, random: () => 0.5, sleep, ...options });
  open.push(made);
  return { request: made.request, waits };
}

const call = (url: string, idempotent = true): HttpRequest => ({
  method: 'POST',
  url,
  accept: ['application/json'],
  signal: new AbortController().signal,
  idempotent,
});

const refusal = (kind: string): object => expect.objectContaining({ kind }) as object;

describe('repeating', () => {
  it('goes on until an answer comes, waiting longer each time', async () => {
    const server = await answering([500], [502], [503], [200]);
    const { request, waits } = client();
    expect((await request(call(server.url))).status).toBe(200);
    expect(waits).toEqual([250, 500, 1000]);
  });

  it('ends after the last attempt with its failure', async () => {
    const server = await answering([500]);
    await expect(client().request(call(server.url))).rejects.toEqual(refusal('transient'));
    expect(server.count()).toBe(4);
  });

  it('never repeats a call that is not idempotent', async () => {
    const server = await answering([503], [200]);
    await expect(client().request(call(server.url, false))).rejects.toEqual(refusal('transient'));
    expect(server.count()).toBe(1);
  });

  it.each([401, 404, 409, 302])('never repeats after %i', async (status) => {
    const server = await answering([status], [200]);
    await expect(client().request(call(server.url))).rejects.toBeInstanceOf(ConnectorError);
    expect(server.count()).toBe(1);
  });

  it('waits as long as it is asked to, in seconds or until a date', async () => {
    const server = await answering([429, { 'retry-after': '7' }], [503, { 'retry-after': 'Sun, 01 Mar 2026 10:00:20 GMT' }], [200]);
    const { request, waits } = client();
    expect((await request(call(server.url))).status).toBe(200);
    expect(waits).toEqual([7_250, 20_500]);
  });

  it('leaves a wait that is too long to the caller, with its length', async () => {
    const server = await answering([429, { 'retry-after': '3600' }]);
    await expect(client().request(call(server.url))).rejects.toMatchObject({
      kind: 'throttled',
      details: { status: 429, retryAfterMs: 3_600_000 },
    });
    expect(server.count()).toBe(1);
  });
});

describe('waits', () => {
  const options = { attempts: 20, baseMs: 500, capMs: 10_000, maxRetryAfterMs: 60_000 };

  it('are spread over the whole range below a capped bound', () => {
    const error = new ConnectorError('transient', '');
    expect(waitBeforeRetry(error, 1, options, () => 0)).toBe(0);
    expect(waitBeforeRetry(error, 1, options, () => 0.999)).toBe(499);
    expect(waitBeforeRetry(error, 19, options, () => 0.999)).toBe(9_990);
    expect(waitBeforeRetry(error, 20, options, () => 0)).toBeNull();
  });

  it('depend on the kind alone', () => {
    const waited = (['config', 'auth', 'throttled', 'transient', 'rejected', 'contract'] as const).filter(
      (kind) => waitBeforeRetry(new ConnectorError(kind, '', { status: 503 }), 1, options, () => 0) !== null,
    );
    expect(waited).toEqual(['throttled', 'transient']);
  });

  it.each([
    [undefined, undefined],
    ['0', 0],
    [' 12 ', 12_000],
    ['-5', undefined],
    ['soon', undefined],
    ['1e9', undefined],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    ['Sun, 01 Mar 2026 10:01:00 GMT', 60_000],
  ])('Retry-After %p is %p ms', (text, ms) => {
    expect(parseRetryAfter(text, NOW)).toBe(ms);
  });
});

describe('circuit breaker', () => {
  it('stops calling a server that keeps failing, probes it once and then trusts it again', async () => {
    const server = await answering([500], [500], [500], [200]);
    const clock = { now: NOW.getTime() };
    const { request, waits } = client({
      retry: { attempts: 1 },
      breaker: { failures: 2, openMs: 1_000 },
      now: () => new Date(clock.now),
    });
    const attempt = (): Promise<unknown> => request(call(server.url));
    await expect(attempt()).rejects.toMatchObject({ details: { status: 500 } });
    await expect(attempt()).rejects.toMatchObject({ details: { status: 500 } });
    await expect(attempt()).rejects.toMatchObject({ kind: 'transient', details: { retryAfterMs: 1_000 } });
    expect(server.count()).toBe(2);
    clock.now += 1_000;
    await expect(attempt()).rejects.toMatchObject({ details: { status: 500 } });
    await expect(attempt()).rejects.toMatchObject({ details: { retryAfterMs: 1_000 } });
    expect(server.count()).toBe(3);
    clock.now += 1_000;
    await attempt();
    await attempt();
    expect(server.count()).toBe(5);
    expect(waits).toEqual([]);
  });

  it('cuts a call with attempts left short as soon as it opens', async () => {
    const server = await answering([500]);
    const { request } = client({ breaker: { failures: 2, openMs: 1_000 } });
    // Not with the refusal of the breaker, which would say that nothing was sent.
    await expect(request(call(server.url))).rejects.toMatchObject({ message: expect.stringContaining('answered 500') as unknown, details: { status: 500 } });
    expect(server.count()).toBe(2);
    await expect(request(call(server.url))).rejects.toMatchObject({ message: expect.stringContaining('not tried') as unknown, details: { notSent: true } });
  });

  it('does not count refusals, throttling or cancelled calls', async () => {
    const server = await answering([500], [404], [500], [429], [500], [200]);
    const { request } = client({ retry: { attempts: 1 }, breaker: { failures: 2 } });
    for (let i = 0; i < 5; i += 1) await request(call(server.url)).catch(() => undefined);
    expect((await request(call(server.url))).status).toBe(200);
  });

  it('lets one probe through at a time, and another after an abandoned one', () => {
    const clock = { now: 0 };
    const breaker = new CircuitBreaker({ failures: 1, openMs: 10 }, () => new Date(clock.now));
    breaker.enter();
    breaker.failed();
    expect(() => breaker.enter()).toThrow(ConnectorError);
    clock.now = 10;
    breaker.enter();
    expect(() => breaker.enter()).toThrow(ConnectorError);
    breaker.abandoned();
    breaker.enter();
    breaker.answered();
    breaker.enter();
    breaker.enter();
  });
});

describe('pace', () => {
  const paced = (): { request: ClosableHttpClient['request']; waits: number[]; clock: { now: number } } => {
    const clock = { now: NOW.getTime() };
    const waits: number[] = [];
    const sleep = (ms: number): Promise<void> => (waits.push(ms), Promise.resolve());
    const made = createHttpClient({ allowPrivateAddresses: true, now: () => new Date(clock.now), random: () => 0, sleep, minIntervalMs: 5000 });
    open.push(made);
    return { request: made.request, waits, clock };
  };

  it('spaces calls out, those at once and those of another attempt', async () => {
    const server = await answering([200]);
    const { request, waits, clock } = paced();
    await Promise.all([request(call(server.url)), request(call(server.url)), request(call(server.url))]);
    expect(waits).toEqual([5000, 10_000]);
    clock.now += 15_000;
    await request(call(server.url));
    expect(waits).toHaveLength(2);
    const failing = await answering([503], [200]);
    const again = paced();
    await again.request(call(failing.url));
    expect(again.waits).toEqual([0, 5000]);
  });

  it('does not wait for a time that a clock told before it was set back', async () => {
    const server = await answering([200]);
    const { request, waits, clock } = paced();
    await request(call(server.url));
    clock.now -= 3_600_000;
    await request(call(server.url));
    expect(waits).toEqual([]);
    await request(call(server.url));
    expect(waits).toEqual([5000]);
  });

  it('ends with the caller who waits', async () => {
    const server = await answering([200]);
    const made = createHttpClient({ allowPrivateAddresses: true, minIntervalMs: 60_000 });
    open.push(made);
    await made.request(call(server.url));
    const stop = new AbortController();
    const waiting = made.request({ ...call(server.url), signal: stop.signal });
    stop.abort();
    await expect(waiting).rejects.toMatchObject({ kind: 'transient', details: { notSent: true } });
    expect(server.count()).toBe(1);
  });
});
