import { ConnectorError, type ConnectorErrorKind, type WatchedShipment } from '../../src/connectors/contract.js';
import { pollShipments } from '../../src/connectors/poll-shipments.js';

const { signal } = new AbortController();
const failure = (kind: ConnectorErrorKind, details = {}): ConnectorError => new ConnectorError(kind, `${kind} it is`, details);

/** A system that is asked about these parcels; `trouble` says what a call about some of them ends in, if not in an answer. */
function system(numbers: readonly string[], trouble: (asked: readonly string[]) => ConnectorError | undefined, perCall = 1) {
  const calls: string[] = [];
  const warned: object[] = [];
  const shipments = numbers.map((trackingNumber): WatchedShipment => ({ trackingNumber, carrier: null, country: null, createdAt: '2026-03-01T00:00:00Z' }));
  const poll = {
    watched: () => Promise.resolve(shipments),
    perCall,
    ask: (asked: readonly WatchedShipment[]) => {
      const group = asked.map(({ trackingNumber }) => trackingNumber);
      calls.push(group.join(' '));
      const error = trouble(group);
      return error ? Promise.reject(error) : Promise.resolve(group.map((trackingNumber) => ({ trackingNumber, content: { trackingNumber } })));
    },
    topic: 'test',
    now: () => new Date('2026-03-05T12:00:00Z'),
    log: { info: () => undefined, error: () => undefined, warn: (details: object) => void warned.push(details) },
  };
  /** One pull: what it told of, where it stands, and what it ended in. */
  const pull = async (cursor: string | null) => {
    const told: string[] = [];
    let place = cursor;
    try {
      for await (const page of pollShipments(poll, cursor, signal)) {
        told.push(...page.messages.map(({ messageId }) => messageId.split('/')[0]!));
        place = page.cursor;
      }
      return { told, place, ended: null };
    } catch (error) {
      return { told, place, ended: (error as ConnectorError).kind };
    }
  };
  return { pull, calls, warned };
}

const about = (kind: ConnectorErrorKind, ...bad: string[]) => (asked: readonly string[]) => (asked.some((number) => bad.includes(number)) ? failure(kind) : undefined);

describe('a parcel', () => {
  it.each<ConnectorErrorKind>(['rejected', 'contract'])('whose answer is %s is passed over, and noted', async (kind) => {
    const { pull, calls, warned } = system(['A', 'B', 'C'], about(kind, 'B'));
    expect(await pull(null)).toEqual({ told: ['A', 'C'], place: '', ended: null });
    expect(calls).toEqual(['A', 'B', 'C']);
    expect(warned).toEqual([{ trackingNumber: 'B', kind, reason: `${kind} it is` }]);
  });

  it.each<ConnectorErrorKind>(['rejected', 'contract'])('whose answer is %s is singled out of its call', async (kind) => {
    const { pull, calls } = system(['A', 'B', 'C', 'D'], about(kind, 'B'), 3);
    expect(await pull(null)).toEqual({ told: ['A', 'C', 'D'], place: '', ended: null });
    expect(calls).toEqual(['A B C', 'A', 'B', 'C', 'D']);
  });

  it('that is refused alone, in a walk of one, is nothing unusual', async () => {
    expect(await system(['A'], about('rejected', 'A')).pull(null)).toEqual({ told: [], place: '', ended: null });
  });

  it.each([
    [1, ['A', 'B', 'B', 'C', 'D']],
    [3, ['A B C', 'A', 'B', 'C', 'D']],
  ])('at which two pulls broke off is passed over until the next walk (%p a call)', async (perCall, asked) => {
    const { pull, calls } = system(['A', 'B', 'C', 'D'], about('transient', 'B'), perCall);
    const first = await pull(null);
    expect(first.ended).toBe('transient');
    const second = await pull(first.place);
    expect([...first.told, ...second.told]).toEqual(['A', 'C', 'D']);
    expect(second).toMatchObject({ place: '', ended: null });
    expect(calls).toEqual(asked);
    expect((await pull(second.place)).ended).toBe('transient');
  });

  it('at which a pull broke off is told of once it is answered', async () => {
    const down = { is: true };
    const { pull } = system(['A', 'B'], (asked) => (down.is ? about('transient', 'A')(asked) : undefined));
    const { place } = await pull(null);
    down.is = false;
    expect(await pull(place)).toEqual({ told: ['A', 'B'], place: '', ended: null });
  });

  it('that vanished after a pull broke off there leaves no suspicion behind', async () => {
    const { place } = await system(['A', 'B'], about('transient', 'A')).pull(null);
    const later = system(['B', 'C'], about('transient', 'B'));
    expect(await later.pull(place)).toMatchObject({ told: [], ended: 'transient' });
  });

  it('that was never asked about is not passed over', async () => {
    const { pull, calls } = system(['A', 'B'], () => failure('transient', { notSent: true }));
    let { place } = await pull(null);
    for (let count = 0; count < 3; count += 1) ({ place } = await pull(place));
    expect(new Set(calls)).toEqual(new Set(['A']));
  });
});

describe('a walk', () => {
  it('of which every parcel was refused ends with the refusal, and the next one begins anew', async () => {
    const { pull } = system(['A', 'B', 'C'], () => failure('rejected'));
    expect(await pull(null)).toEqual({ told: [], place: '', ended: 'rejected' });
    expect(await system(['A', 'B', 'C'], () => failure('rejected'), 2).pull(null)).toMatchObject({ ended: 'rejected' });
  });

  it('is not judged by its rest', async () => {
    const { pull } = system(['A', 'B', 'C'], about('rejected', 'B', 'C'));
    expect(await pull('A')).toEqual({ told: [], place: '', ended: null });
  });

  it('of answers that cannot be read ends early, and comes to those behind all the same', async () => {
    const numbers = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
    const { pull, calls } = system(numbers, about('contract', 'A', 'B', 'C', 'D', 'E'));
    const first = await pull(null);
    expect(first).toEqual({ told: [], place: 'E', ended: 'contract' });
    expect(await pull(first.place)).toEqual({ told: ['F', 'G'], place: '', ended: null });
    expect(calls).toEqual(numbers);
    expect(await system(['A'], about('contract', 'A')).pull(null)).toEqual({ told: [], place: '', ended: 'contract' });
  });

  it.each<ConnectorErrorKind>(['auth', 'throttled', 'config'])('ends at once with %s, and goes on there', async (kind) => {
    const { pull, calls } = system(['A', 'B', 'C'], about(kind, 'B'));
    expect(await pull(null)).toEqual({ told: ['A'], place: 'A', ended: kind });
    expect(await pull('A')).toMatchObject({ place: 'A', ended: kind });
    expect(calls).toEqual(['A', 'B', 'B']);
  });
});
