import { importFacts, importedFacts } from '../../src/domain/imports.js';
import { replay } from '../../src/domain/inbox.js';
import type { Fact } from '../../src/domain/facts.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { order, parties, source } from './write/facts.js';

const chunk = { system: 'list', now: new Date('2026-03-02T08:00:00Z') };
const late = { ...chunk, now: new Date('2026-03-03T08:00:00Z') };
const by = { actor: 'tester', channel: 'test' };

let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await importFacts(test.database, chunk, parties);
});
afterAll(() => test.close());

const stored = (messageId: string): Promise<Record<string, string | null>[]> =>
  test.database.reader.rows(
    `select id::text, status, split_part(reason, ' ', 1) as reason, attempts::text, (applied_at is not null)::text as applied
     from inbox_message where message_id = $1::text order by received_at, id`,
    [messageId],
  );

const orders = async (number: string): Promise<unknown> =>
  (await test.database.reader.rows(`select status from orders where number = $1::text and source_system = 'list'`, [number])).map(({ status }) => status);

const tryAgain = (inboxId: string) =>
  replay(test.database, inboxId, (id) => (id === 'list' ? importedFacts() : null), { now: late.now, by });

describe('importing facts', () => {
  it('keeps what cannot be applied, once however often it is told, until it can', async () => {
    const early = order('M1', { customer: 'C7' });
    const first = await importFacts(test.database, chunk, [early, order('M2')]);
    expect(first).toMatchObject({ applied: 1, unchanged: 0, parked: [{ kind: 'order', externalId: 'M1', reason: expect.stringMatching(/^UNKNOWN_CUSTOMER /) }] });
    const second = await importFacts(test.database, late, [early, order('M2')]);
    expect(second).toEqual({ applied: 0, unchanged: 1, parked: first.parked });
    const inboxId = first.parked[0]?.inboxId ?? '';
    expect(await stored('order:M1')).toEqual([{ id: inboxId, status: 'PARKED', reason: 'UNKNOWN_CUSTOMER', attempts: '1', applied: 'false' }]);

    expect(await tryAgain(inboxId)).toMatchObject({ result: 'parked' });
    await importFacts(test.database, late, [{ kind: 'customer', source: source('C7'), number: 'C-7', name: 'Borealis' }]);
    expect(await tryAgain(inboxId)).toMatchObject({ result: 'applied' });
    expect(await orders('O-M1')).toEqual(['CONFIRMED']);
    expect(await tryAgain(inboxId)).toMatchObject({ result: 'duplicate' });
  });

  it('closes what it kept when the import itself applies it later', async () => {
    const early = order('N1', { customer: 'C8' });
    await importFacts(test.database, chunk, [early]);
    const customer: Fact = { kind: 'customer', source: source('C8'), number: 'C-8', name: 'Castor' };
    expect(await importFacts(test.database, late, [customer, early])).toEqual({ applied: 2, unchanged: 0, parked: [] });
    expect(await stored('order:N1')).toEqual([expect.objectContaining({ status: 'APPLIED', reason: null, applied: 'true' })]);
  });

  it('never lets an older word come back over a newer one', async () => {
    const old = order('P1', { customer: 'C9', status: 'RECEIVED', source: source('P1', 'v1') });
    const { parked } = await importFacts(test.database, chunk, [old]);
    await importFacts(test.database, late, [order('P1', { source: source('P1', 'v2') })]);
    expect(await stored('order:P1')).toEqual([expect.objectContaining({ status: 'APPLIED', reason: 'SUPERSEDED' })]);
    await importFacts(test.database, late, [{ kind: 'customer', source: source('C9'), number: 'C-9', name: 'Delos' }]);
    expect(await tryAgain(parked[0]?.inboxId ?? '')).toMatchObject({ result: 'duplicate' });
    expect(await orders('O-P1')).toEqual(['CONFIRMED']);
  });

  it('keeps one parked word per record, the newest', async () => {
    const told = (version: string): Fact => order('Q1', { customer: 'C0', source: source('Q1', version) });
    await importFacts(test.database, chunk, [told('v1')]);
    await importFacts(test.database, late, [told('v2')]);
    expect((await stored('order:Q1')).map(({ status, reason }) => [status, reason])).toEqual([
      ['APPLIED', 'SUPERSEDED'],
      ['PARKED', 'UNKNOWN_CUSTOMER'],
    ]);
    // And back: the first wording is the newest again.
    await importFacts(test.database, late, [told('v1')]);
    expect((await stored('order:Q1')).map(({ status, reason }) => [status, reason])).toEqual([
      ['PARKED', 'UNKNOWN_CUSTOMER'],
      ['APPLIED', 'SUPERSEDED'],
    ]);
  });

  it("takes the table's word also where it goes back, as that of the records' master", async () => {
    await importFacts(test.database, chunk, [order('U1', { status: 'COMPLETED', source: source('U1', 'v1') })]);
    const back = order('U1', { status: 'RECEIVED', source: source('U1', 'v2') });
    expect(await importFacts(test.database, late, [back])).toEqual({ applied: 1, unchanged: 0, parked: [] });
    expect(await orders('O-U1')).toEqual(['RECEIVED']);
  });

  it('parks a fact that makes the transaction fail, alone', async () => {
    const sound = Array.from({ length: 5 }, (_, n) => order(`R${n}`));
    const result = await importFacts(test.database, chunk, [...sound.slice(0, 3), poison('R9'), ...sound.slice(3)]);
    expect(result).toMatchObject({ applied: 5, unchanged: 0, parked: [{ externalId: 'R9', reason: 'FAILED a fault of ours' }] });
    expect(await stored('order:R9')).toEqual([expect.objectContaining({ status: 'PARKED', reason: 'FAILED' })]);
  });

  it('leaves to the caller what another try may cure', async () => {
    const away = Object.assign(new Error('connection terminated'), { code: '57P01' });
    const tried = { times: 0 };
    const transactional = (): Promise<never> => {
      tried.times += 1;
      return Promise.reject(away);
    };
    const closed = { wake: test.database.wake, em: { isInTransaction: () => false, fork: () => ({ transactional }) } };
    await expect(importFacts(closed as never, chunk, [order('S1'), order('S2')])).rejects.toThrow(away);
    expect(tried.times).toBe(1);
  });

  it('takes ids and texts that no column holds', async () => {
    const { parked } = await importFacts(test.database, chunk, [order('T1\0'), order('T2'.repeat(200)), order('T3', { number: 'O\0T3' })]);
    expect(parked.map(({ reason }) => reason.split(' ')[0])).toEqual(['TEXT_INVALID', 'TEXT_TOO_LONG', 'TEXT_INVALID']);
    expect(await importFacts(test.database, late, [order('T1\0')])).toMatchObject({ parked: [{ inboxId: parked[0]?.inboxId }] });
  });
});

/** A fact that is sound to look at, and breaks whoever applies it. */
function poison(id: string): Fact {
  const fact = order(id);
  const broken = { ...fact, toJSON: () => fact };
  Object.defineProperty(broken, 'confirmedAt', {
    enumerable: false,
    get: () => {
      throw new Error('a fault of ours');
    },
  });
  return broken;
}
