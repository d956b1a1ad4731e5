/**
 * Large answers lie in memory that the next one takes: whoever reads slowly, goes away in the middle or asks for many on one
 * connection gets what was asked for, and nobody gets another's.
 */
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import { companyFacts, tell } from '../support/company.js';
import type { TestGateway } from '../support/gateway.js';
import { startGateway } from '../support/gateway.js';

const state: { gateway?: TestGateway } = {};
afterAll(() => state.gateway?.close());

const query = `query Large($first: Int!) {
  a: orders(first: $first) { ...everything }
  b: orders(first: $first, orderBy: { field: NUMBER, direction: DESC }) { ...everything }
}
fragment everything on OrderConnection {
  nodes {
    id number status placedAt receivedAt requestedDate firstPromise currentPromise country channel priority paymentStatus productClass
    customer { id number name }
    lines { id lineNo description quantity quantityShipped quantityDelivered unit unitPrice amount firstPromise currentPromise product { id number name } supplier { id number name } }
    purchaseOrders(first: 5) { nodes { id number status supplier { id number name } lines { id lineNo quantity firstPromise currentPromise } } }
  }
}`;
/** More on one connection than its buffers hold, whoever reads. */
const [askedSlowly, askedBeside] = [40, 60];

it('keeps each answer as it is until it was sent', async () => {
  const gateway = (state.gateway = await startGateway({ env: { MAX_QUERY_COST: '1000000' } }));
  await tell(gateway.test.database, companyFacts(100), gateway.now());
  const token = await gateway.staff('ADMIN');
  const ask = async (first: number): Promise<string> => {
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: bodyOf(first) });
    return response.text();
  };
  const sizes = Array.from({ length: 20 }, (_, n) => 80 + n);
  // What recurs is answered past Apollo.
  const expected = new Map<number, string>();
  for (const time of [1, 2, 3]) {
    for (const first of sizes) {
      const text = await ask(first);
      expect(expected.get(first) ?? text).toBe(text);
      expected.set(first, text);
      expect([time, first, text.slice(0, 9), text.length > 100_000]).toEqual([time, first, '{"data":{', true]);
    }
  }

  const slowly = Array.from({ length: askedSlowly }, (_, n) => sizes[n % sizes.length] as number);
  const slow = await pipelined(gateway.url, token, slowly);
  await Promise.all(
    Array.from({ length: askedBeside }, async (_, n) => {
      const first = sizes[(7 * n) % sizes.length] as number;
      if (n % 3 === 0) return leaves(gateway.url, token, first);
      expect(await ask(first)).toBe(expected.get(first));
    }),
  );
  const texts = await slow.read();
  expect(texts.map((text, place) => text === expected.get(slowly[place] as number))).toEqual(slowly.map(() => true));
}, 120_000);

function bodyOf(first: number): string {
  return JSON.stringify({ query, variables: { first } });
}

function requestOf(url: string, token: string, first: number): string {
  const body = bodyOf(first);
  return [`POST /graphql HTTP/1.1`, `host: ${new URL(url).host}`, `authorization: Bearer ${token}`, 'content-type: application/json', `content-length: ${body.length}`, '', body].join('\r\n');
}

async function open(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Asks, and goes at the first bytes of the answer. */
async function leaves(url: string, token: string, first: number): Promise<void> {
  const socket = await open(url);
  socket.write(requestOf(url, token, first));
  await once(socket, 'data');
  socket.destroy();
}

/** Asks everything at once on one connection, and reads nothing of it before `read`. */
async function pipelined(url: string, token: string, firsts: readonly number[]): Promise<{ read(): Promise<string[]> }> {
  const socket = await open(url);
  socket.pause();
  socket.write(firsts.map((first) => requestOf(url, token, first)).join(''));
  return {
    read: async () => {
      const texts: string[] = [];
      let held = Buffer.alloc(0);
      for await (const chunk of socket) {
        held = Buffer.concat([held, chunk as Buffer]);
        for (let end = answerEnd(held); end !== null; end = answerEnd(held)) {
          texts.push(held.toString('utf8', held.indexOf('\r\n\r\n') + 4, end));
          held = held.subarray(end);
        }
        if (texts.length === firsts.length) break;
      }
      return texts;
    },
  };
}

/** Where the first answer ends; null where not all of it is there. */
function answerEnd(held: Buffer): number | null {
  const head = held.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = Number(/content-length: (\d+)/i.exec(held.toString('latin1', 0, head))?.[1]);
  const end = head + 4 + length;
  return end <= held.length ? end : null;
}
