import type { TestDatabase } from '../../support/database.js';
import { freshDatabase } from '../../support/database.js';
import { type Inlet, type ReceivedMessage, receive, receiveBatch, receiveMany, replay, replayEarly } from '../../../src/domain/inbox.js';
import type { Fact } from '../../../src/domain/facts.js';
import { replayUnmapped } from '../../../src/domain/replay-unmapped.js';
import { apply, by, event, log, now, order, parties, rows, shipment, source, tracking } from './facts.js';

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await apply(test.database, parties);
});
afterAll(() => test.close());

/** Messages of these tests are their facts as JSON. */
const understanding = {
  normalise: ({ body }: ReceivedMessage) => ({ facts: JSON.parse(Buffer.from(body).toString()) as Fact[], unmapped: [] }),
  master: true,
};
const inlet: Inlet = { connectorId: 'erp', now, ...understanding };

function message(messageId: string, facts: readonly unknown[] | string): ReceivedMessage {
  const body = Buffer.from(typeof facts === 'string' ? facts : JSON.stringify(facts));
  return { messageId, topic: 'test', body, contentType: 'application/json', receivedAt: now };
}

const stored = (prefix: string): Promise<Record<string, string | null>[]> =>
  rows(test.database, `select message_id as id, status, reason, attempts::text from inbox_message where message_id like $1::text || '%' order by id`, prefix);

describe('the inbox', () => {
  it('applies a message once, however often it comes', async () => {
    const sent = message('a1', [order('A1')]);
    const first = await receive(test.database, { ...inlet, message: sent });
    expect(first).toMatchObject({ result: 'applied', reason: null });
    expect(await receive(test.database, { ...inlet, message: sent })).toEqual({ result: 'duplicate', reason: null, id: first.id });
    expect(await log(test.database, 'O-A1')).toHaveLength(1);
    expect(await stored('a1')).toHaveLength(1);
  });

  it('keeps and parks a known id with another body', async () => {
    await receive(test.database, { ...inlet, message: message('b1', [order('B1')]) });
    const other = message('b1', [order('B1', { source: source('B1', '2'), status: 'CANCELLED' })]);
    expect(await receive(test.database, { ...inlet, message: other })).toMatchObject({ result: 'parked', reason: 'SAME_ID_OTHER_BODY' });
    expect((await stored('b1')).map(({ status }) => status)).toEqual(['APPLIED', 'PARKED']);
    expect(await log(test.database, 'O-B1')).toEqual(['O-B1: ->CONFIRMED']);
  });

  it('parks what cannot be read, what refers to nothing, and what the database refuses, with the reason', async () => {
    const send = (id: string, facts: readonly unknown[] | string) => receive(test.database, { ...inlet, message: message(id, facts) });
    expect((await send('c1', 'no JSON')).reason).toMatch(/^UNREADABLE .*JSON/);
    expect((await send('c2', [order('C2', { customer: 'nobody' })])).reason).toBe('UNKNOWN_CUSTOMER {"ref":"nobody"}');
    expect((await send('c3', [order('C3', { number: 'NUL\0' })])).reason).toBe('TEXT_INVALID {"at":"number"}');
    expect((await send('c4', [{ ...order('C4'), priority: 'ABSURD' }])).reason).toMatch(/^FAILED .*ABSURD/s);
    expect((await send('c\0' + 'x'.repeat(400), '[]')).result).toBe('applied');
    expect((await stored('c')).map(({ status }) => status)).toEqual(['PARKED', 'PARKED', 'PARKED', 'PARKED']);
    expect(await log(test.database, 'O-C')).toEqual([]);
  });

  it('keeps the applied part of a message whose other part is parked, and replays safely', async () => {
    const sent = message('d1', [order('D1'), order('D2', { customer: 'D-late' })]);
    const first = await receive(test.database, { ...inlet, message: sent });
    expect(first).toMatchObject({ result: 'parked', reason: 'UNKNOWN_CUSTOMER {"ref":"D-late"}' });
    expect(await log(test.database, 'O-D')).toEqual(['O-D1: ->CONFIRMED']);

    const again = () => replay(test.database, first.id, () => understanding, { now, by });
    expect(await again()).toMatchObject({ result: 'parked' });
    await apply(test.database, [{ kind: 'customer', source: source('D-late'), number: 'D', name: 'Late' }]);
    expect(await again()).toEqual({ result: 'applied', reason: null, id: first.id });
    expect(await again()).toEqual({ result: 'duplicate', reason: null, id: first.id });
    expect(await log(test.database, 'O-D')).toEqual(['O-D1: ->CONFIRMED', 'O-D2: ->CONFIRMED']);
    expect((await stored('d1'))[0]).toMatchObject({ status: 'APPLIED', reason: null, attempts: '3' });
    await expect(replay(test.database, '0198c0de-0000-7000-8000-00000000dead', () => understanding, { now, by })).rejects.toThrow(/NOT_FOUND/);
  });

  it('answers each message of a batch for itself; a poisoned one harms no other', async () => {
    const answers = await receiveBatch(test.database, inlet, [
      message('e1', [order('E1')]),
      message('e2', [{ ...order('E2'), priority: 'ABSURD' }]),
      message('e1', [order('E1')]),
      message('e3', [order('E3', { customer: 'nobody' })]),
      message('e1', [order('E1', { status: 'CANCELLED' })]),
      message('e4', [order('E4')]),
    ]);
    expect(answers.map(({ result }) => result)).toEqual(['applied', 'parked', 'duplicate', 'parked', 'parked', 'applied']);
    expect(answers[2]?.id).toBe(answers[0]?.id);
    expect(await log(test.database, 'O-E')).toEqual(['O-E1: ->CONFIRMED', 'O-E4: ->CONFIRMED']);
  });

  it('saves the pull cursor with the messages that it stands after', async () => {
    const messages = Array.from({ length: 230 }, (_, n) => message(`f${n}`, [order(`F${n}`)]));
    expect(await receiveMany(test.database, { ...inlet, cursor: 'after-f' }, messages)).toEqual({ applied: 230, duplicate: 0, parked: 0 });
    expect(await receiveMany(test.database, { ...inlet, cursor: 'later' }, [])).toEqual({ applied: 0, duplicate: 0, parked: 0 });
    const poisoned = [...messages.slice(0, 2), message('f-bad', [{ ...order('F-bad'), priority: 'ABSURD' }])];
    expect(await receiveMany(test.database, { ...inlet, cursor: 'last' }, poisoned)).toEqual({ applied: 0, duplicate: 2, parked: 1 });
    const [state] = await rows(test.database, `select cursor, messages::text from connector_state where connector_id = 'erp'`);
    expect(state).toEqual({ cursor: 'last', messages: '233' });
    const [channel] = await rows(test.database, `select actor, channel from event_log where number = 'O-F7'`);
    expect(channel).toEqual({ actor: 'erp', channel: 'pull:erp' });
  });

  it('takes up tracking that came before its shipment', async () => {
    const early = message('g1', [tracking('TNG1', [event('1', '2026-01-10T10:00:00Z', 'IN_TRANSIT')])]);
    expect(await receive(test.database, { ...inlet, connectorId: 'kite', message: early })).toMatchObject({
      result: 'parked',
      reason: 'UNKNOWN_SHIPMENT {"trackingNumber":"TNG1"}',
    });
    const options = { now, by, limit: 50, signal: new AbortController().signal };
    const onlyKite = (id: string) => (id === 'kite' ? understanding : null);
    expect(await replayEarly(test.database, onlyKite, options)).toBe(0);
    await apply(test.database, [shipment('G1', [])]);
    expect(await replayEarly(test.database, onlyKite, options)).toBe(1);
    expect(await log(test.database, 'SH-G1')).toEqual(['SH-G1: ->CREATED', 'SH-G1: CREATED>IN_TRANSIT']);
  });

  it('leaves failures of the database to the sender', async () => {
    const broken = { ...test.database, em: { isInTransaction: () => false, fork: () => ({ transactional: () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' })) }) } };
    await expect(receive(broken as unknown as TestDatabase['database'], { ...inlet, message: message('h1', []) })).rejects.toThrow('gone');
    expect(await stored('h1')).toEqual([]);
  });
});

describe('what a pull reads as it was told before', () => {
  /** One state of an order of which the system says no more than when it last changed it; equal states are one message. */
  const state = (id: string, status: string, said: Partial<Fact['source']> = {}): ReceivedMessage =>
    message(`${id}:${status}:${said.updatedAt ?? ''}`, [order(id, { status: status as 'CONFIRMED', source: { ...source(id, status), ...said } })]);
  const pull = (at: Date, ...messages: ReceivedMessage[]) => receiveMany(test.database, { ...inlet, now: at, cursor: null }, messages);
  const later = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000);
  const same = { updatedAt: '2026-03-02T07:00:00Z' };

  it.each([
    ['within one change time', 'I1', same],
    ['without any change time', 'I2', {}],
  ])('stands again where it was changed and changed back %s', async (_, id, said) => {
    const [a, b] = [state(id, 'CONFIRMED', said), state(id, 'IN_PRODUCTION', said)];
    expect(await pull(later(0), a)).toEqual({ applied: 1, duplicate: 0, parked: 0 });
    expect(await pull(later(5), b)).toEqual({ applied: 1, duplicate: 0, parked: 0 });
    expect(await pull(later(10), b)).toEqual({ applied: 0, duplicate: 1, parked: 0 });
    expect(await pull(later(15), a)).toEqual({ applied: 1, duplicate: 0, parked: 0 });
    expect(await pull(later(20), a)).toEqual({ applied: 0, duplicate: 1, parked: 0 });
    expect(await log(test.database, `O-${id}`)).toEqual([`O-${id}: ->CONFIRMED`, `O-${id}: CONFIRMED>IN_PRODUCTION`, `O-${id}: IN_PRODUCTION>CONFIRMED`]);
    expect(await stored(`${id}:`)).toHaveLength(2);
  });

  it('is passed over where it is older than what we hold, unless it was seen later: a part that goes takes its time with it', async () => {
    const [older, newer] = [{ updatedAt: '2026-03-02T06:00:00Z' }, same];
    await pull(later(0), state('I3', 'CONFIRMED', older));
    await pull(later(5), state('I3', 'IN_PRODUCTION', newer));
    expect(await pull(later(10), state('I3', 'CONFIRMED', older))).toEqual({ applied: 0, duplicate: 1, parked: 0 });
    // The time of reading is no part of what was read, and so not of the body.
    const seenAt = (at: Date, one: ReceivedMessage) => {
      const normalise = (read: ReceivedMessage) => {
        const { facts, unmapped } = understanding.normalise(read);
        return { facts: facts.map((fact) => ({ ...fact, source: { ...fact.source, observedAt: at.toISOString() } }) as Fact), unmapped };
      };
      return receiveMany(test.database, { ...inlet, normalise, now: at, cursor: null }, [one]);
    };
    expect(await seenAt(later(4), state('I3', 'CONFIRMED', older))).toEqual({ applied: 0, duplicate: 1, parked: 0 });
    expect(await seenAt(later(15), state('I3', 'CONFIRMED', older))).toEqual({ applied: 1, duplicate: 0, parked: 0 });
    expect((await log(test.database, 'O-I3')).at(-1)).toBe('O-I3: IN_PRODUCTION>CONFIRMED');
  });

  it('gives way to a later word in the same pull', async () => {
    await pull(later(0), state('I4', 'CONFIRMED'));
    await pull(later(5), state('I4', 'IN_PRODUCTION'));
    expect(await pull(later(10), state('I4', 'CONFIRMED'), state('I4', 'IN_PRODUCTION'))).toEqual({ applied: 0, duplicate: 2, parked: 0 });
    expect(await pull(later(15), state('I4', 'SHIPPED'), state('I4', 'CONFIRMED'))).toEqual({ applied: 2, duplicate: 0, parked: 0 });
    expect(await log(test.database, 'O-I4')).toEqual(['O-I4: ->CONFIRMED', 'O-I4: CONFIRMED>IN_PRODUCTION', 'O-I4: IN_PRODUCTION>CONFIRMED']);
  });

  it('means nothing where it was sent: a webhook that comes twice may be late', async () => {
    const sent = state('I5', 'CONFIRMED');
    await receive(test.database, { ...inlet, message: sent });
    await receive(test.database, { ...inlet, message: state('I5', 'IN_PRODUCTION') });
    expect(await receive(test.database, { ...inlet, message: sent })).toMatchObject({ result: 'duplicate' });
    expect(await log(test.database, 'O-I5')).toHaveLength(2);
  });
});

describe('messages that came while a code was unknown', () => {
  /** Understands the words of its table; the others are unmapped. A test teaches it more. */
  const reader = (connectorId: string, table: Record<string, string>) => {
    const normalise = ({ body }: ReceivedMessage) => {
      const { fact, code } = JSON.parse(Buffer.from(body).toString()) as { fact: Fact; code: string };
      const meaning = table[code] ?? null;
      const unmapped = meaning === null ? [{ path: 'code', value: code }] : [];
      if (fact.kind === 'tracking') return { facts: [{ ...fact, events: fact.events.map((each) => ({ ...each, milestone: meaning }) as typeof each) }], unmapped };
      return { facts: [{ ...fact, ...(meaning && { status: meaning }) } as Fact], unmapped };
    };
    const understandingOf = (id: string) => (id === connectorId ? { normalise, master: true } : null);
    return { inlet: { connectorId, now, normalise, master: true }, understandingOf };
  };
  const told = (messageId: string, fact: Fact, code: string, minutes = 0): ReceivedMessage => {
    const { body, ...rest } = message(messageId, JSON.stringify({ fact, code }));
    return { ...rest, body, receivedAt: new Date(now.getTime() + minutes * 60_000) };
  };
  /** Of a portion that holds all that there is. */
  const whole = { remaining: 0, next: null };
  const audited = (action: string): Promise<Record<string, string | null>[]> =>
    rows(test.database, 'select object_type as type, actor, after::text from audit_entry where action = $1::text order by seq', action);

  it('are read again in their order once the table has learned it, and change nothing the second time', async () => {
    const table: Record<string, string> = { neu: 'CONFIRMED' };
    const { inlet: from, understandingOf } = reader('erp', table);
    const at = (version: string): Fact => ({ ...order('U1', { status: undefined }), source: { externalId: 'U1', version, updatedAt: `2026-01-0${version}T00:00:00Z` } });
    await receive(test.database, { ...from, message: told('u0', at('1'), 'neu') });
    const packed = await receive(test.database, { ...from, message: told('u1', at('2'), 'gepackt', 1) });
    await receive(test.database, { ...from, message: told('u2', at('3'), 'fort', 1) });
    await receive(test.database, { ...from, message: told('u3', order('U2'), 'nie gehört', 2) });
    expect(await log(test.database, 'O-U1')).toEqual(['O-U1: ->CONFIRMED']);

    const before = (await audited('INBOX_MESSAGE_REPLAYED')).length;
    const again = () => replayUnmapped(test.database, understandingOf, { connectorId: 'erp', now, by });
    expect(await again()).toEqual({ unmapped: 3, applied: 0, left: 3, ...whole });
    Object.assign(table, { gepackt: 'READY_TO_SHIP', fort: 'SHIPPED' });
    // What is older than what we hold says nothing any more: only the last word counts.
    expect(await again()).toEqual({ unmapped: 3, applied: 1, left: 1, ...whole });
    expect(await log(test.database, 'O-U1')).toEqual(['O-U1: ->CONFIRMED', 'O-U1: CONFIRMED>SHIPPED']);
    expect(await again()).toEqual({ unmapped: 1, applied: 0, left: 1, ...whole });
    expect(await replay(test.database, packed.id, understandingOf, { now, by })).toEqual({ result: 'duplicate', reason: null, id: packed.id });
    expect(await log(test.database, 'O-U1')).toHaveLength(2);
    expect((await audited('INBOX_MESSAGE_REPLAYED')).slice(before)).toMatchObject([{ type: 'INBOX_MESSAGE', actor: by.actor }]);
    await expect(replayUnmapped(test.database, () => null, { connectorId: 'erp', now, by })).rejects.toThrow(/NOT_FOUND/);
  });

  it('are read in portions, each of which says what remains and where to go on', async () => {
    const table: Record<string, string> = {};
    const { inlet: from, understandingOf } = reader('slow', table);
    const stored: string[] = [];
    // Two came at the same instant: the place between them is one of its own.
    for (const [index, minutes] of [0, 1, 1, 2, 3].entries()) {
      const { id } = await receive(test.database, { ...from, message: told(`portion${index}`, { ...order(`W${index}`), customer: 'nobody' }, `code ${index}`, minutes) });
      stored.push(id);
    }
    stored.splice(1, 2, ...stored.slice(1, 3).sort());
    const portion = (after: string | null) => replayUnmapped(test.database, understandingOf, { connectorId: 'slow', now, by, after, limit: 2 });
    expect(await portion(null)).toEqual({ unmapped: 2, applied: 0, left: 2, remaining: 3, next: stored[1] });
    expect(await portion(stored[1] ?? '')).toEqual({ unmapped: 2, applied: 0, left: 2, remaining: 1, next: stored[3] });
    expect(await portion(stored[3] ?? '')).toEqual({ unmapped: 1, applied: 0, left: 1, ...whole });
    expect(await portion(stored[4] ?? '')).toEqual({ unmapped: 0, applied: 0, left: 0, ...whole });
    await expect(portion('nonsense')).rejects.toThrow(/NOT_FOUND/);
    await expect(replayUnmapped(test.database, () => ({ ...from }), { connectorId: 'erp', now, by, after: stored[0] })).rejects.toThrow(/NOT_FOUND/);
  });

  it('give tracking events their milestone, whatever came since', async () => {
    await apply(test.database, [shipment('U3', [])]);
    const table: Record<string, string> = { unterwegs: 'IN_TRANSIT' };
    const { inlet: from, understandingOf } = reader('snail', table);
    const is = (key: string, at: string): Fact => tracking('TNU3', [event(key, at, 'UNKNOWN')]);
    const picked = await receive(test.database, { ...from, message: told('track1', is('1', '2026-01-10T08:00:00Z'), 'geholt') });
    await receive(test.database, { ...from, message: told('track2', is('2', '2026-01-11T08:00:00Z'), 'unterwegs', 1) });
    const given = await receive(test.database, { ...from, message: told('track3', is('3', '2026-01-12T08:00:00Z'), 'abgegeben', 2) });
    expect(await log(test.database, 'SH-U3')).toEqual(['SH-U3: ->CREATED', 'SH-U3: CREATED>IN_TRANSIT']);

    Object.assign(table, { geholt: 'PICKED_UP', abgegeben: 'DELIVERED' });
    expect(await replay(test.database, given.id, understandingOf, { now, by })).toMatchObject({ result: 'applied' });
    // Late and older: it moves nothing back.
    expect(await replay(test.database, picked.id, understandingOf, { now, by })).toMatchObject({ result: 'applied' });
    expect(await log(test.database, 'SH-U3')).toEqual(['SH-U3: ->CREATED', 'SH-U3: CREATED>IN_TRANSIT', 'SH-U3: IN_TRANSIT>DELIVERED']);
    const milestones = await rows(test.database, `select e.event_key as key, e.milestone from tracking_event e join shipment s on s.id = e.shipment_id where s.tracking_number = 'TNU3' order by 1`);
    expect(milestones.map(({ milestone }) => milestone)).toEqual(['PICKED_UP', 'IN_TRANSIT', 'DELIVERED']);
    expect(await stored('track')).toMatchObject([{ attempts: '2' }, { attempts: '1' }, { attempts: '2' }]);
  });

  it('that were applied are never parked, and stay as they are where they cannot be read any more', async () => {
    const { inlet: from } = reader('odd', {});
    const { id } = await receive(test.database, { ...from, message: told('o1', tracking('TNU3', [event('9', '2026-01-09T08:00:00Z', 'UNKNOWN')]), 'fremd') });
    const forgotten = { normalise: () => { throw new Error('no such format'); }, master: true };
    expect(await replay(test.database, id, () => forgotten, { now, by })).toEqual({ result: 'duplicate', reason: null, id });
    expect(await replayUnmapped(test.database, () => forgotten, { connectorId: 'odd', now, by })).toEqual({ unmapped: 1, applied: 0, left: 1, ...whole });
    expect(await stored('o1')).toMatchObject([{ status: 'APPLIED', reason: null }]);
  });
});
