/** The instruments of the benchmarks: a load that counts what was answered, and a door that counts statements. */
import { createServer as createHttpServer } from 'node:http';
import type { Server } from 'node:net';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { load } from '../../bench/load/http.js';
import { toBytes } from '../../bench/load/request.js';
import { median, quantile } from '../../bench/measure/figures.js';
import { countStatements } from '../../bench/measure/statement-counter.js';

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

describe('the load', () => {
  const seen: string[] = [];
  const server = createHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      seen.push(body);
      const answer = body === '"bad"' ? '{"errors":[]}' : `{"data":"${'x'.repeat(200_000)}"}`;
      response.writeHead(200, { 'content-length': answer.length }).end(answer);
    });
  });
  let url = '';
  beforeAll(async () => {
    url = `http://127.0.0.1:${await listening(server)}`;
  });
  afterAll(() => server.close());

  const requests = (...bodies: string[]): (() => Buffer | null) => {
    const list = bodies.map((body) => toBytes({ url, path: '/', body })).values();
    return () => list.next().value ?? null;
  };

  it('sends every request once and waits for whole answers', async () => {
    const bodies = Array.from({ length: 20 }, (_, n) => String(n));
    const { requests: count, latencies } = await load({ url, connections: 4, next: requests(...bodies), expect: '{"data":' });
    expect(count).toBe(20);
    expect(latencies).toHaveLength(20);
    expect(seen.map(Number).sort((a, b) => a - b)).toEqual(bodies.map(Number));
  });

  it('fails at an answer that is not as expected', async () => {
    await expect(load({ url, connections: 1, next: requests('1', '"bad"', '2'), expect: '{"data":' })).rejects.toThrow('{"errors":[]}');
  });
});

describe('the door that counts statements', () => {
  const message = (type: string, length: number): Buffer => {
    const bytes = Buffer.alloc(1 + 4 + length);
    bytes.write(type);
    bytes.writeInt32BE(4 + length, 1);
    return bytes;
  };

  it('counts what runs something, however the bytes arrive', async () => {
    const received: Buffer[] = [];
    const database = createServer((socket) => void socket.on('data', (chunk) => received.push(chunk)));
    const counter = await countStatements(`postgres://127.0.0.1:${await listening(database)}/test`);
    const startUp = Buffer.alloc(30);
    startUp.writeInt32BE(30);
    const statements = [message('P', 40), message('B', 0), message('E', 9), message('S', 0), message('Q', 300), message('C', 6), message('E', 9)];
    const stream = Buffer.concat([startUp, ...statements]);
    const client = connect(Number(new URL(counter.url).port), '127.0.0.1');
    client.setNoDelay(true);
    for (let at = 0; at < stream.length; at += 7) {
      await new Promise<void>((resolve) => client.write(stream.subarray(at, at + 7), () => resolve()));
    }
    client.end();
    await new Promise<void>((resolve) => client.once('close', () => resolve()));
    counter.close();
    database.close();
    expect(Buffer.concat(received)).toEqual(stream);
    expect(counter.count()).toBe(3);
  });
});

it('knows medians and quantiles', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(3);
  expect(quantile([1, 2], 0.99)).toBe(2);
});
