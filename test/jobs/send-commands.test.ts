import type { Booking, BookingCommand, Commands, PurchaseOrderConfirmationCommand } from '../../src/connectors/contract.js';
import { ConnectorError } from '../../src/connectors/contract.js';
import { confirmPurchaseOrder } from '../../src/domain/commands/confirm-purchase-order.js';
import { decideProposals } from '../../src/domain/commands/decide-proposals.js';
import type { CommandContext, CommandResult } from '../../src/domain/commands/command.js';
import { bookShipment } from '../../src/domain/commands/transport.js';
import { chineseCalendar } from '../../src/domain/calendar.js';
import { retryCommand } from '../../src/domain/outgoing/queue.js';
import type { Viewer } from '../../src/domain/viewer.js';
import { ConfirmationLine, ConnectorState, OutgoingCommand, PurchaseOrder, PurchaseOrderLine, Shipment, Supplier } from '../../src/entities/index.js';
import { runJob } from '../../src/jobs/run-job.js';
import { sendCommandsJob } from '../../src/jobs/send-commands.js';
import { companyFacts, erp, tell } from '../support/company.js';
import { type TestDatabase, freshDatabase } from '../support/database.js';
import { contextOn } from './context.js';

const today = '2026-03-03';
let test: TestDatabase;
beforeAll(async () => {
  test = await freshDatabase();
  await tell(test.database, companyFacts(12), new Date(`${today}T00:00:00Z`));
});
afterAll(() => test.close());
/** Each test finds a purchase order that nobody has answered, and an outbox that holds nothing. */
afterEach(async () => {
  const em = test.database.em.fork();
  for (const table of ['outgoing_command', 'confirmation_line', 'purchase_order_confirmation', 'connector_state']) await em.execute(`delete from ${table}`);
});

interface Reach {
  readonly suppliers?: readonly string[];
  readonly carriers?: readonly string[];
  readonly followDays?: number;
}

const send = (id: string, commands: Commands, reach: Reach = {}, day = today): Promise<object> => {
  const understanding = { normalise: () => ({ facts: [], unmapped: [] }), master: true };
  return runJob([sendCommandsJob], 'send-commands', contextOn(test.database, day, { connectors: [{ id, understanding, commands, ...reach }] }));
};

const all = (): Promise<OutgoingCommand[]> => test.database.em.fork().find(OutgoingCommand, {}, { orderBy: { createdAt: 'asc', id: 'asc' } });

function as(viewer: Partial<Viewer>): CommandContext {
  const by = { actor: 'tester', channel: 'test' };
  const full: Viewer = { kind: 'staff', roles: ['PROCUREMENT'], subject: 'tester', supplierId: null, carrierId: null, name: 'Tester', ...viewer };
  return { database: test.database, now: new Date(`${today}T08:00:00+08:00`), by, viewer: full, idempotencyKey: null, zone: 'Asia/Shanghai', calendar: chineseCalendar };
}

/** The supplier accepts the line of an issued purchase order, or proposes another date for it. */
async function answer(proposal?: string): Promise<{ order: PurchaseOrder; line: PurchaseOrderLine }> {
  const em = test.database.em.fork();
  const order = await em.findOneOrFail(PurchaseOrder, { status: 'ISSUED' }, { populate: ['supplier'], orderBy: { number: 'asc' } });
  const line = await em.findOneOrFail(PurchaseOrderLine, { purchaseOrder: order });
  const result = await confirmPurchaseOrder(as({ kind: 'supplier', roles: ['SUPPLIER'], supplierId: order.supplier.id }), {
    purchaseOrderId: order.id,
    supplierReference: 'AB-1',
    lines: [{ lineId: line.id, ...(proposal ? { answer: 'CHANGE', promisedDate: proposal } : { answer: 'ACCEPT' }) }],
  });
  expect(result).toMatchObject({ ok: true });
  return { order, line };
}

/** An ERP that keeps what it was told. */
function listening(): { commands: Commands; heard: PurchaseOrderConfirmationCommand[] } {
  const heard: PurchaseOrderConfirmationCommand[] = [];
  return { heard, commands: { confirmPurchaseOrder: async (command) => (heard.push(command), { version: '2' }) } };
}

describe("a supplier's answer", () => {
  it('reaches the system that masters the purchase order, once', async () => {
    const { order, line } = await answer();
    const { commands, heard } = listening();
    expect(await send(erp, commands)).toEqual({ [erp]: { planned: 1, done: 1, failed: 0 } });
    expect(heard).toEqual([
      {
        idempotencyKey: expect.stringMatching(/^confirmation-[0-9a-f-]{36}$/) as string,
        purchaseOrder: { externalId: order.sourceExternalId, version: '1', number: order.number },
        supplierReference: 'AB-1',
        note: null,
        lines: [{ externalId: line.sourceExternalId, lineNo: line.lineNo, answer: 'ACCEPT', quantity: null, promisedDate: null, unitPrice: null }],
      },
    ]);
    expect(await send(erp, commands)).toEqual({ [erp]: { planned: 0, done: 0, failed: 0 } });
    expect(await send('another-erp', commands)).toEqual({ 'another-erp': { planned: 0, done: 0, failed: 0 } });
    expect(heard).toHaveLength(1);
  });

  it('that proposes something is told once the buyer has agreed, and never where he refused', async () => {
    const { order } = await answer('2026-04-20');
    const { commands, heard } = listening();
    expect(await send(erp, commands)).toEqual({ [erp]: { planned: 0, done: 0, failed: 0 } });
    const proposal = await test.database.em.fork().findOneOrFail(ConfirmationLine, { confirmation: { purchaseOrder: order.id } });
    await decideProposals(as({}), { purchaseOrderId: order.id, decisions: [{ confirmationLineId: proposal.id, accept: true }] });
    expect(await send(erp, commands)).toEqual({ [erp]: { planned: 1, done: 1, failed: 0 } });
    expect(heard[0]?.lines).toMatchObject([{ answer: 'CHANGE', promisedDate: '2026-04-20' }]);
  });

  it('that was refused says nothing', async () => {
    const { order } = await answer('2026-04-20');
    const { commands, heard } = listening();
    const proposal = await test.database.em.fork().findOneOrFail(ConfirmationLine, { confirmation: { purchaseOrder: order.id } });
    await decideProposals(as({}), { purchaseOrderId: order.id, decisions: [{ confirmationLineId: proposal.id, accept: false }] });
    expect(await send(erp, commands)).toEqual({ [erp]: { planned: 1, done: 1, failed: 0 } });
    expect(heard).toEqual([]);
  });

  it('waits as long as the system asks for, and so does all else that it is to be told', async () => {
    await answer();
    const busy: Commands = { confirmPurchaseOrder: () => Promise.reject(new ConnectorError('throttled', 'answered 429', { status: 429, retryAfterMs: 26 * 3_600_000 })) };
    expect(await send(erp, busy)).toMatchObject({ [erp]: { failed: 1 } });
    await test.database.em.fork().nativeUpdate(OutgoingCommand, {}, { nextAttemptAt: new Date(0) });
    const { commands, heard } = listening();
    expect(await send(erp, commands)).toEqual({ [erp]: {} });
    expect(heard).toEqual([]);
    expect(await send(erp, commands, {}, '2026-03-04')).toMatchObject({ [erp]: { done: 1 } });
  });

  it('waits where the system is away, and is sent again later', async () => {
    await answer();
    const away: Commands = { confirmPurchaseOrder: () => Promise.reject(new ConnectorError('transient', 'no answer')) };
    expect(await send(erp, away)).toEqual({ [erp]: { planned: 1, done: 0, failed: 1 } });
    expect(await all()).toMatchObject([{ status: 'PENDING', attempts: 1, lastErrorKind: 'transient', lastError: 'no answer' }]);
    const { commands, heard } = listening();
    expect(await send(erp, commands)).toEqual({ [erp]: { planned: 0, done: 0, failed: 0 } });
    expect(await send(erp, commands, {}, '2026-03-04')).toEqual({ [erp]: { planned: 0, done: 1, failed: 0 } });
    expect(heard).toHaveLength(1);
    expect(await all()).toMatchObject([{ status: 'DONE', attempts: 2, lastError: null, answer: { version: '2' } }]);
  });

  it('that meets a change over there is sent again; one that is refused is left to a person, who can have it tried again', async () => {
    await answer();
    const refusing = (status: number): Commands => ({ confirmPurchaseOrder: () => Promise.reject(new ConnectorError('rejected', 'no', { status })) });
    await send(erp, refusing(409));
    expect(await all()).toMatchObject([{ status: 'PENDING' }]);
    await send(erp, refusing(422), {}, '2026-03-04');
    expect(await all()).toMatchObject([{ status: 'FAILED', attempts: 2, lastErrorKind: 'rejected' }]);
    const [failed] = await all();
    await retryCommand(test.database, failed?.id ?? '', { now: new Date('2026-03-04T00:00:00Z'), by: { actor: 'a', channel: 'test' } });
    const { commands } = listening();
    expect(await send(erp, commands, {}, '2026-03-04')).toEqual({ [erp]: { planned: 0, done: 1, failed: 0 } });
  });

  it('is not sent while a person has paused the connector', async () => {
    await answer();
    const em = test.database.em.fork();
    em.create(ConnectorState, { connectorId: erp, messages: 0, pausedAt: new Date() });
    await em.flush();
    const { commands, heard } = listening();
    expect(await send(erp, commands)).toEqual({ [erp]: {} });
    expect(heard).toEqual([]);
  });
});

describe('a booking', () => {
  const carrier = 'k2';
  const place = { name: 'Store', company: null, street: ['Kai 1'], city: 'Hamburg', region: null, postalCode: '20457', country: 'DE', phone: null, email: null };
  const booked: Booking = { trackingNumber: 'TN-BOOKED', externalId: 'b-1', carrier: 'Kite', service: null, price: null, labelUrl: null };

  /** A dispatcher books a shipment that has no tracking number; the same one each time. */
  async function order(): Promise<CommandResult> {
    const em = test.database.em.fork();
    const shipment = await em.findOneOrFail(Shipment, { number: { $ne: null } }, { orderBy: { number: 'asc' } });
    await em.nativeUpdate(Shipment, { id: shipment.id }, { trackingNumber: null });
    const input = { shipmentId: shipment.id, connectorId: carrier, from: place, to: place, parcels: [{ weightKg: '1', sizeCm: null }], service: null, shipOn: today };
    return bookShipment(as({ roles: ['LOGISTICS'] }), new Set([carrier]), input);
  }

  /** A carrier that is told of bookings and answers as `answer` says. */
  function taking(answer: (command: BookingCommand) => Promise<Booking>): { commands: Commands; told: BookingCommand[] } {
    const told: BookingCommand[] = [];
    return { told, commands: { bookShipment: (command) => (told.push(command), answer(command)) } };
  }

  it('tells of an attempt that a killed gateway left behind, and of none that ended', async () => {
    expect(await order()).toMatchObject({ ok: true });
    let [arrive, answerLate] = [(): void => {}, (_: Booking): void => {}];
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const late = new Promise<Booking>((resolve) => (answerLate = resolve));
    const cutOff = taking(() => (arrive(), late));
    // Nobody waits for this one: it is the process that dies between request and answer.
    const dying = send(carrier, cutOff.commands);
    await arrived;
    expect(cutOff.told).toMatchObject([{ mayBeDone: false }]);
    expect(await all()).toMatchObject([{ status: 'PENDING', attempts: 0, begunAt: expect.any(Date) as unknown }]);

    // What fails on the way does not make it clearer.
    const away = taking(() => Promise.reject(new ConnectorError('transient', 'no token', { notSent: true })));
    await send(carrier, away.commands);
    const refusing = taking(() => Promise.reject(new ConnectorError('rejected', 'look at the carrier', { mayBeDone: true })));
    await send(carrier, refusing.commands, {}, '2026-03-04');
    const [failed] = await all();
    const begunAt = failed?.begunAt?.toISOString();
    expect([...away.told, ...refusing.told]).toMatchObject([{ mayBeDone: true, begunAt }, { mayBeDone: true, begunAt }]);
    expect(await all()).toMatchObject([{ status: 'FAILED', lastError: 'look at the carrier' }]);

    expect(await order()).toEqual({ ok: false, problems: [{ code: 'BOOKING_UNCLEAR', path: ['shipmentId'], params: { command: failed?.id } }] });

    // It was no death but a long sleep: the answer is taken all the same.
    answerLate(booked);
    await dying;
    expect(await all()).toMatchObject([{ status: 'DONE', begunAt: null, answer: booked }]);
    expect(await test.database.em.fork().findOneOrFail(Shipment, { id: failed?.objectId })).toMatchObject({ trackingNumber: 'TN-BOOKED' });
  });

  it('is told as new once a person has looked, and can be made anew where it was refused for certain', async () => {
    await order();
    const lost = taking(() => Promise.reject(new ConnectorError('rejected', 'the answer was lost', { mayBeDone: true })));
    await send(carrier, lost.commands);
    const [failed] = await all();
    await retryCommand(test.database, failed?.id ?? '', { now: new Date(`${today}T00:00:00Z`), by: { actor: 'a', channel: 'test' } });
    const refusing = taking(() => Promise.reject(new ConnectorError('rejected', 'no such street')));
    await send(carrier, refusing.commands, {}, '2026-03-04');
    expect([...lost.told, ...refusing.told]).toMatchObject([{ mayBeDone: false }, { mayBeDone: false }]);
    expect(await all()).toMatchObject([{ status: 'FAILED', begunAt: null }]);
    expect(await order()).toMatchObject({ ok: true });
  });

  it('that waits after a kill keeps what is known of it, also where a person has it tried at once', async () => {
    await order();
    await test.database.em.fork().nativeUpdate(OutgoingCommand, { kind: 'BOOK_SHIPMENT' }, { begunAt: new Date() });
    const [waiting] = await all();
    await retryCommand(test.database, waiting?.id ?? '', { now: new Date(`${today}T00:00:00Z`), by: { actor: 'a', channel: 'test' } });
    const { commands, told } = taking(() => Promise.resolve(booked));
    await send(carrier, commands);
    expect(told).toMatchObject([{ mayBeDone: true }]);
  });
});

it('sends issued purchase orders to the suppliers that a connector reaches, with a key that stays the same', async () => {
  const keys: string[] = [];
  const failing: Commands = { sendPurchaseOrder: async ({ idempotencyKey }) => (keys.push(idempotencyKey), Promise.reject(new ConnectorError('transient', 'away'))) };
  const supplier = await test.database.em.fork().findOneOrFail(Supplier, { number: 'S-1' });
  const issued = await test.database.em.fork().count(PurchaseOrder, { status: 'ISSUED', supplier });
  expect(issued).toBeGreaterThan(0);
  expect(await send('s1', failing, { suppliers: ['S-1'] }, '2026-01-20')).toEqual({ s1: { planned: issued, done: 0, failed: 1 } });
  const taking: Commands = { sendPurchaseOrder: async ({ idempotencyKey, supplierNumber }) => (keys.push(idempotencyKey), { reference: supplierNumber }) };
  expect(await send('s1', taking, { suppliers: ['S-1'] }, '2026-01-21')).toEqual({ s1: { planned: 0, done: issued, failed: 0 } });
  expect(keys.slice(1)).toContain(keys[0]);
  expect(new Set(keys).size).toBe(issued);
});

it('has a carrier follow what is under way', async () => {
  const asked: string[] = [];
  const commands: Commands = { followShipment: async ({ trackingNumber }) => void asked.push(trackingNumber) };
  const open = await test.database.em.fork().find(Shipment, { carrier: { number: 'K-1' }, trackingNumber: { $ne: null }, status: { $ne: 'DELIVERED' } });
  await send('k1', commands, { carriers: ['carrier k-1'] });
  expect(asked.sort()).toEqual(open.map(({ trackingNumber }) => trackingNumber).sort());
  expect(asked.length).toBeGreaterThan(0);
});

it('asks a carrier again before it stops following what is still under way', async () => {
  const asked: string[] = [];
  const commands: Commands = { followShipment: async ({ trackingNumber }) => void asked.push(trackingNumber) };
  const onDay = async (day: string, reach: Reach = {}): Promise<string[]> => {
    asked.length = 0;
    await send('k1', commands, { carriers: ['carrier k-1'], followDays: 14, ...reach }, day);
    return [...asked].sort();
  };
  const first = await onDay('2026-03-03');
  expect(first.length).toBeGreaterThan(1);
  expect(await onDay('2026-03-15')).toEqual([]);
  expect(await onDay('2026-03-17', { followDays: undefined })).toEqual([]);
  expect(await onDay('2026-03-17')).toEqual(first);
  expect(await onDay('2026-03-17')).toEqual([]);
  // What the first look no longer goes back to is followed on, as long as it is under way.
  const [arrived, ...others] = first;
  await test.database.em.fork().nativeUpdate(Shipment, { trackingNumber: arrived }, { status: 'DELIVERED' });
  expect(await onDay('2026-03-31')).toEqual(others);
  expect(await onDay('2026-04-14')).toEqual(others);
  expect((await all()).map(({ revision }) => revision).sort()).toEqual([...first.map(() => 0), ...first.map(() => 1), ...others.map(() => 2), ...others.map(() => 3)]);
  expect(await onDay('2026-10-01')).toEqual([]);
});

it('does not ask again where the last follow waits or was refused', async () => {
  const refusing: Commands = { followShipment: () => Promise.reject(new ConnectorError('rejected', 'no number of ours')) };
  const reach = { carriers: ['carrier k-1'], followDays: 14 };
  await send('k2', refusing, reach);
  const refused = (await all()).length;
  expect(refused).toBeGreaterThan(0);
  expect(await send('k2', refusing, reach, '2026-03-25')).toEqual({ k2: { planned: 0, done: 0, failed: 0 } });
});
