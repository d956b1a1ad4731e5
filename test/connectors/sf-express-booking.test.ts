/** Booking at SF: one order for one command, whatever becomes of the answers. */
import { sfExpress } from '../../src/connectors/carriers/sf-express/index.js';
import type { Booking, BookingCommand, Connection, Env } from '../../src/connectors/contract.js';
import { SECRET } from '../fixtures/sf-express/shared.js';
import { depsWith, outsideSystem, refusalOf, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const place = { company: null, region: '广东省', postalCode: null, email: null, country: 'CN' };
const command: BookingCommand = {
  idempotencyKey: 'booking of SH-1',
  mayBeDone: false,
  shipmentNumber: 'SH-1',
  from: { ...place, name: '杨犁', company: '联想', street: ['骏业路255号', '3号楼'], city: '广州市', phone: '15600000001' },
  to: { ...place, name: '张三', street: ['新洲十一街10楼'], city: '深圳市', postalCode: '518000', phone: '19200000002', email: 'z@example.com' },
  parcels: [{ weightKg: '1.1', sizeCm: null }, { weightKg: '2.2', sizeCm: null }],
  service: '2',
  shipOn: '2026-03-06',
};

type Json = Record<string, unknown>;
type Answer = readonly [number, unknown];

const passedOn = (data: Json): Answer => [200, { apiErrorMsg: '', apiResponseID: 'x', apiResultCode: 'A1000', apiResultData: JSON.stringify(data) }];
const refusal = (errorCode: string): Answer => passedOn({ success: false, errorCode, errorMsg: '不', msgData: null });

/** An account of SF's that takes an order's number once; what it answers can be lost or told otherwise. */
class Account {
  readonly orders = new Map<string, Json>();
  /** Told of the second use of a number, or answered with the first order. */
  tellsOfKnown = false;
  losesNext: Answer | null = null;
  change: Json = {};

  readonly answer = ({ body }: Call): Answer => {
    const { serviceCode, message } = messageOf(body);
    const orderId = String(message['orderId']);
    const known = this.orders.get(orderId);
    if (serviceCode === 'EXP_RECE_SEARCH_ORDER_RESP') return this.show(orderId);
    if (known && this.tellsOfKnown) return refusal('8016');
    if (!known) this.orders.set(orderId, message);
    const lost = this.losesNext;
    this.losesNext = null;
    return lost ?? this.show(orderId);
  };

  show(orderId: string): Answer {
    const at = [...this.orders.keys()].indexOf(orderId);
    const waybillNoInfoList = [{ waybillType: 2, waybillNo: `SF-CHILD-${at}` }, { waybillType: 1, waybillNo: `SF-${at}` }];
    return passedOn({ success: true, errorCode: 'S0000', errorMsg: null, msgData: { orderId, filterResult: 2, remark: '', waybillNoInfoList, ...this.change } });
  }
}

function messageOf(body: unknown): { serviceCode: string; message: Json } {
  const { serviceCode = '', msgData = '' } = Object.fromEntries(new URLSearchParams(String(body)));
  return { serviceCode, message: JSON.parse(msgData) as Json };
}

let account: Account;
let system: OutsideSystem;
const settings: Env = { WEBHOOK_SECRET: SECRET, PARTNER_ID: 'PARTNER', CHECK_WORD: 'the-word', CARRIERS: 'SF Express', MONTHLY_CARD: '7551234567', CARGO: '电脑' };
const connect = (env: Env = {}): Connection => sfExpress.connect(sfExpress.parseConfig({ ...settings, BASE_URL: system.url, ...env }), depsWith({ http: system.http }));
const book = (change: Partial<BookingCommand> = {}): Promise<Booking> => connect().commands!.bookShipment!({ ...command, ...change }, signal);
const services = (): string[] => system.calls.map(({ body }) => messageOf(body).serviceCode);

beforeEach(async () => {
  account = new Account();
  system = await outsideSystem((call) => account.answer(call));
});
afterEach(() => system.close());

it('needs the account that pays and what is in the parcels', () => {
  expect(connect({ MONTHLY_CARD: '', CARGO: '' }).commands).toBeUndefined();
  expect(refusalOf(() => connect({ CARGO: '' })).message).toContain('CARGO');
  expect(refusalOf(() => connect({ MONTHLY_CARD: 'hidden' })).message).toMatch(/^MONTHLY_CARD (?!.*hidden)/);
  expect(refusalOf(() => sfExpress.parseConfig({ WEBHOOK_SECRET: SECRET, MONTHLY_CARD: '1', CARGO: 'x' })).message).toMatch(/PARTNER_ID.*CHECK_WORD.*CARRIERS/);
});

it('orders a waybill for all parcels', async () => {
  expect(await book()).toEqual({ trackingNumber: 'SF-0', externalId: expect.stringMatching(/^[0-9a-f]{30}$/) as unknown, carrier: null, service: '2', price: null, labelUrl: null });
  expect(services()).toEqual(['EXP_RECE_CREATE_ORDER']);
  expect([...account.orders.values()][0]).toMatchObject({
    custReferenceNo: 'SH-1',
    monthlyCard: '7551234567',
    payMethod: 1,
    expressTypeId: 2,
    parcelQty: 2,
    totalWeight: 3.3,
    cargoDetails: [{ name: '电脑', count: 2 }],
    contactInfoList: [
      { contactType: 1, contact: '杨犁', company: '联想', tel: '15600000001', country: 'CN', province: '广东省', city: '广州市', address: '骏业路255号 3号楼' },
      { contactType: 2, contact: '张三', tel: '19200000002', city: '深圳市', address: '新洲十一街10楼', postCode: '518000', email: 'z@example.com' },
    ],
    isDocall: 0,
  });
});

it.each<[string, Partial<BookingCommand>, string]>([
  ['without a service, as SF tells no prices', { service: null }, 'expressTypeId'],
  ['with a service that is no number', { service: '标快' }, 'expressTypeId'],
  ['to Hong Kong, over a customs border', { to: { ...command.to, country: 'HK' } }, 'receiver'],
  ['from nobody who can be called', { from: { ...command.from, phone: null } }, 'sender'],
])('refuses a booking %s before anything is asked', async (_, change, words) => {
  await expect(book(change)).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(words) as unknown });
  expect(system.calls).toEqual([]);
});

describe.each([false, true])('where SF tells of the second use of a number: %s', (tellsOfKnown) => {
  beforeEach(() => void (account.tellsOfKnown = tellsOfKnown));

  it('is done once, however often it is asked for', async () => {
    const first = await book();
    expect(await book({ mayBeDone: true })).toEqual(first);
    expect(account.orders.size).toBe(1);
    expect(await book({ idempotencyKey: 'another one' })).toMatchObject({ trackingNumber: 'SF-1' });
  });

  it.each<[string, Answer]>([
    ['a connection that breaks', [0, {}]],
    ['what cannot be read', passedOn({ success: true, msgData: {} })],
    ['a failure of SF', refusal('S0003')],
  ])('is done once, although its answer was lost by %s', async (_, answer) => {
    account.losesNext = answer;
    await expect(book()).rejects.toMatchObject({ details: { mayBeDone: true } });
    expect(await book({ mayBeDone: true })).toMatchObject({ trackingNumber: 'SF-0' });
    expect(account.orders.size).toBe(1);
  });
});

it('waits while somebody at SF looks at the addresses', async () => {
  account.change = { filterResult: 1 };
  await expect(book()).rejects.toMatchObject({ kind: 'transient', details: { mayBeDone: true } });
  account.change = { filterResult: '2' };
  expect(await book({ mayBeDone: true })).toMatchObject({ trackingNumber: 'SF-0' });
});

it.each<[string, Json, string, string]>([
  ['SF does not come', { filterResult: 3, remark: '2' }, 'rejected', 'does not come'],
  ['there is no waybill', { waybillNoInfoList: null }, 'contract', 'no waybill'],
])('says that %s', async (_, change, kind, words) => {
  account.change = change;
  await expect(book()).rejects.toMatchObject({ kind, message: expect.stringContaining(words) as unknown });
});

it('is refused in the words of SF', async () => {
  account.losesNext = refusal('8057');
  await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: 'SF answers 8057: 不', details: expect.not.objectContaining({ mayBeDone: true }) as unknown });
});
