/** Subscribers who ask the same are told together, and everybody is told exactly what came after his place. */
import fc from 'fast-check';
import { buildSchema, parse } from 'graphql';
import type { ExecutionResult } from 'graphql';
import type { LogEvent } from '../../../src/domain/event-log.js';
import { formatCursor, parseCursor } from '../../../src/domain/event-log.js';
import type { LiveEvents, SubscribeOptions } from '../../../src/domain/live/feed.js';
import { Subscription } from '../../../src/domain/live/subscription.js';
import type { Viewer } from '../../../src/domain/viewer.js';
import { createCrowds } from '../../../src/server/live/crowds.js';
import type { LiveContext } from '../../../src/server/live/crowds.js';

const epoch = '0123456789abcdef';

/** A log in memory, read in pages of two, so that catching up takes several turns. */
class MemoryFeed {
  readonly log: LogEvent[] = [];
  readonly sources = { opened: 0 };
  private readonly attached = new Set<Subscription>();

  append(to: string): void {
    const place = { epoch, xid: 1n, seq: BigInt(this.log.length + 1) };
    const event = { place, cursor: formatCursor(place), from: null, to, number: `N-${this.log.length}` } as LogEvent;
    this.log.push(event);
    for (const each of [...this.attached]) each.offer({ events: [event], end: place });
  }

  subscribe = async ({ after, filter, signal }: SubscribeOptions): Promise<LiveEvents> => {
    this.sources.opened += 1;
    const place = after === null ? { epoch, xid: 1n, seq: BigInt(this.log.length) } : parseCursor(after);
    const catchUp = async (behind: Subscription): Promise<void> => {
      await Promise.resolve();
      const from = Number(behind.place.seq);
      const events = this.log.slice(from, from + 2);
      behind.offer({ events, end: events.at(-1)?.place ?? behind.place });
      if (Number(behind.place.seq) < this.log.length || behind.isEnded) return;
      behind.live = true;
      this.attached.add(behind);
    };
    const subscription = new Subscription({ place, filter, maxWaiting: 1_000, catchUp, onEnd: (ended) => this.attached.delete(ended) });
    await catchUp(subscription);
    signal?.addEventListener('abort', () => subscription.end(null));
    return subscription;
  };

  get readers(): number {
    return this.attached.size;
  }
}

const schema = buildSchema(`
  type Query { hello: String }
  type Subscription { changed(after: String, to: [String!]): Change }
  type Change { cursor: String to: String number: String executions: Int }
`);
const executions = { count: 0 };
const changed = schema.getSubscriptionType()?.getFields()['changed'];
if (changed) {
  changed.subscribe = (_source, args: { after?: string; to?: string[] }, { feed }: LiveContext) =>
    feed.subscribe({ after: args.after ?? null, filter: ({ to }) => !args.to || args.to.includes(to) });
  changed.resolve = (event: LogEvent) => ((executions.count += 1), event);
}

const viewerOf = (supplierId: string | null): Viewer => ({
  kind: supplierId ? 'supplier' : 'staff',
  roles: [supplierId ? 'SUPPLIER' : 'SALES'],
  subject: 'somebody',
  supplierId,
  carrierId: null,
  name: 'Somebody',
});

const document = parse('subscription ($after: String, $to: [String!]) { changed(after: $after, to: $to) { cursor to } }');

/** A client: what reached him through the protocol and past it, in the order in which it did. */
class Client {
  readonly seen: string[] = [];
  /** What was pushed past the protocol. */
  readonly pushed: Buffer[] = [];
  isSlow = false;
  private readonly stop = new AbortController();

  private constructor(private readonly feed: MemoryFeed) {}

  static async open(
    crowds: ReturnType<typeof createCrowds<LiveContext>>,
    feed: MemoryFeed,
    { after, to, supplierId = null }: { after?: string; to?: string[]; supplierId?: string | null } = {},
  ): Promise<Client> {
    const client = new Client(feed);
    const told = (result: ExecutionResult): void => void client.seen.push(String((result.data?.['changed'] as { cursor: string }).cursor));
    const stream = await crowds.subscribe({
      schema,
      document,
      variableValues: { ...(after && { after }), ...(to && { to }) },
      contextValue: { viewer: viewerOf(supplierId), language: 'en', feed, signal: client.stop.signal },
      push: (json) => {
        if (client.isSlow) return false;
        client.pushed.push(json);
        told(JSON.parse(json.toString()) as ExecutionResult);
        return true;
      },
      format: (result) => result as never,
    });
    if (!('next' in stream)) throw new Error(JSON.stringify(stream));
    void (async () => {
      for await (const result of stream) told(result as ExecutionResult);
    })();
    return client;
  }

  leave(): void {
    this.stop.abort();
  }

  async until(count: number): Promise<void> {
    for (let turn = 0; this.seen.length < count && turn < 10_000; turn += 1) await new Promise(setImmediate);
  }

  /** All that lies behind this cursor. */
  expected(after: string | undefined, start: number, to?: readonly string[]): string[] {
    const from = after === undefined ? start : Number(parseCursor(after).seq);
    return this.feed.log.slice(from).filter((event) => !to || to.includes(event.to)).map(({ cursor }) => cursor);
  }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

const open = (): { feed: MemoryFeed; crowds: ReturnType<typeof createCrowds<LiveContext>> } => ({ feed: new MemoryFeed(), crowds: createCrowds<LiveContext>((context) => ({ ...context })) });

describe('crowds', () => {
  it('execute an event once for all who asked the same', async () => {
    const { feed, crowds } = open();
    const clients = await Promise.all(Array.from({ length: 50 }, () => Client.open(crowds, feed)));
    await settle();
    expect(feed.readers).toBe(1);
    const before = executions.count;
    for (let n = 0; n < 10; n += 1) feed.append('A');
    await Promise.all(clients.map((client) => client.until(10)));
    expect(executions.count - before).toBe(10);
    for (const client of clients) expect(client.seen).toEqual(client.expected(undefined, 0));
  });

  it('keep apart who may see different records, or asked something else', async () => {
    const { feed, crowds } = open();
    const clients = await Promise.all([
      Client.open(crowds, feed),
      Client.open(crowds, feed, { supplierId: 's-1' }),
      Client.open(crowds, feed, { supplierId: 's-2' }),
      Client.open(crowds, feed, { to: ['B'] }),
    ]);
    await settle();
    expect(feed.readers).toBe(4);
    const before = executions.count;
    feed.append('A');
    feed.append('B');
    await settle();
    expect(executions.count - before).toBe(7);
    expect(clients.map(({ seen }) => seen.length)).toEqual([2, 2, 2, 1]);
  });

  it('hand the very same bytes to all, also to one who resumed and has caught up since', async () => {
    const { feed, crowds } = open();
    for (let n = 0; n < 5; n += 1) feed.append('A');
    const early = await Client.open(crowds, feed);
    const resumed = await Client.open(crowds, feed, { after: feed.log[0]?.cursor });
    await resumed.until(4);
    await settle();
    expect({ readers: feed.readers, pushed: resumed.pushed.length }).toEqual({ readers: 1, pushed: 0 });
    const before = executions.count;
    feed.append('B');
    await Promise.all([early.until(1), resumed.until(5)]);
    expect(executions.count - before).toBe(1);
    expect(resumed.pushed[0]).toBeInstanceOf(Buffer);
    expect(resumed.pushed[0]).toBe(early.pushed[0]);
  });

  it('end with their last listener', async () => {
    const { feed, crowds } = open();
    const clients = await Promise.all([Client.open(crowds, feed), Client.open(crowds, feed)]);
    await settle();
    for (const client of clients) client.leave();
    await settle();
    expect(feed.readers).toBe(0);
  });

  it('let a slow one go alone, lose nothing for him, and take him in again', async () => {
    const { feed, crowds } = open();
    const [quick, slow] = await Promise.all([Client.open(crowds, feed), Client.open(crowds, feed)]);
    await settle();
    feed.append('A');
    await settle();
    slow.isSlow = true;
    for (let n = 0; n < 5; n += 1) feed.append('A');
    await settle();
    slow.isSlow = false;
    feed.append('A');
    await Promise.all([quick.until(7), slow.until(7)]);
    expect(quick.seen).toEqual(quick.expected(undefined, 0));
    expect(slow.seen).toEqual(slow.expected(undefined, 0));
    await settle();
    expect(feed.readers).toBe(1);
  });

  it('tell everybody exactly what came after his place, however joining, leaving, slowness and events fall together', async () => {
    const action = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('append' as const), to: fc.constantFrom('A', 'B'), count: fc.integer({ min: 1, max: 5 }) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('join' as const), back: fc.option(fc.nat(8)), filtered: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('slow' as const), who: fc.nat(20) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), who: fc.nat(20) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), turns: fc.nat(3) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), async (actions) => {
        const { feed, crowds } = open();
        const clients: { client: Client; after: string | undefined; start: number; to: string[] | undefined; stays: boolean }[] = [];
        for (const act of actions) {
          if (act.kind === 'append') for (let n = 0; n < act.count; n += 1) feed.append(act.to);
          else if (act.kind === 'wait') for (let turn = 0; turn < act.turns; turn += 1) await new Promise(setImmediate);
          else if (act.kind === 'join') {
            const start = feed.log.length;
            const seen = act.back === null ? undefined : feed.log[Math.max(0, start - 1 - act.back)];
            const to = act.filtered ? ['B'] : undefined;
            const after = seen?.cursor;
            clients.push({ client: await Client.open(crowds, feed, { after, to }), after, start, to, stays: true });
          } else {
            const chosen = clients[act.who % Math.max(1, clients.length)];
            if (chosen && act.kind === 'slow') chosen.client.isSlow = !chosen.client.isSlow;
            if (chosen && act.kind === 'leave') {
              chosen.client.leave();
              chosen.stays = false;
            }
          }
        }
        await settle();
        for (const { client, after, start, to, stays } of clients) {
          const expected = client.expected(after, start, to);
          if (stays) await client.until(expected.length);
          expect(client.seen).toEqual(stays ? expected : expected.slice(0, client.seen.length));
          client.leave();
        }
        await settle();
        expect(feed.readers).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
