/** Booking at SF, its labels and its pick-ups: one order for one command, whatever becomes of the answers. */
import { sfExpress } from '../../src/connectors/carriers/sf-express/index.js';
import type { Booking, BookingCommand, Connection, Env, PickupCommand } from '../../src/connectors/contract.js';
import { SECRET } from '../fixtures/sf-express/shared.js';
import { bookingOf, pickupOf, plant, zhang, type Answer, type Json } from '../support/bookings.js';
import { depsWith, outsideSystem, refusalOf, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const parcels = [{ weightKg: '1.1', sizeCm: null }, { weightKg: '2.2', sizeCm: null }];
const command = bookingOf({ from: plant, to: zhang, parcels, service: '2' });
/** By a clock in Europe; SF reads those of China. */
const pickup = pickupOf(command, '', '+01:00');

const passedOn = (data: Json): Answer => [200, { apiErrorMsg: '', apiResponseID: 'x', apiResultCode: 'A1000', apiResultData: JSON.stringify(data) }];
const refusal = (errorCode: string): Answer => passedOn({ success: false, errorCode, errorMsg: '不', msgData: null });

/** An account of SF's that takes an order's number once, and confirms an order once; what it answers can be lost or told otherwise. */
class Account {
  readonly orders = new Map<string, Json>();
  readonly confirmations: Json[] = [];
  readonly labels: Json[] = [];
  /** What the printing answers; null: a file for each label. */
  printing: Answer | null = null;
  /** Told of the second use of a number, or answered with the first order. */
  tellsOfKnown = false;
  losesNext: Answer | null = null;
  change: Json = {};

  readonly answer = ({ body }: Call): Answer => {
    const { serviceCode, message } = messageOf(body);
    const orderId = String(message['orderId']);
    const known = this.orders.get(orderId);
    if (serviceCode === 'EXP_RECE_SEARCH_ORDER_RESP') return this.show(orderId);
    if (serviceCode === 'COM_RECE_CLOUD_PRINT_WAYBILLS') return this.print(message);
    if (serviceCode === 'EXP_RECE_UPDATE_ORDER') return this.lost(this.confirm(message));
    if (known && this.tellsOfKnown) return refusal('8016');
    if (!known) this.orders.set(orderId, message);
    return this.lost(this.show(orderId));
  };

  lost(answer: Answer): Answer {
    const lost = this.losesNext;
    this.losesNext = null;
    return lost ?? answer;
  }

  confirm(message: Json): Answer {
    const { orderId } = message;
    if (this.confirmations.some((earlier) => earlier['orderId'] === orderId)) return refusal('8252');
    this.confirmations.push(message);
    return passedOn({ success: true, errorCode: 'S0000', errorMsg: null, msgData: { orderId, resStatus: 2, ...this.change } });
  }

  print(message: Json): Answer {
    this.labels.push(message);
    const files = (message['documents'] as Json[]).flatMap(({ masterWaybillNo }) =>
      [2, 1].map((seqNo) => ({ seqNo, areaNo: 1, pageNo: 1, waybillNo: masterWaybillNo, token: `token-${seqNo}`, url: `https://labels.example:443/${String(masterWaybillNo)}_${seqNo}.pdf` })),
    );
    return this.printing ?? passedOn({ obj: { clientCode: 'PARTNER', fileType: 'pdf', files }, requestId: 'r', success: true });
  }

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
const fetchGoods = (change: Partial<PickupCommand> = {}, env: Env = { PICKUP: 'later' }) => connect(env).commands!.requestPickup!({ ...pickup, ...change }, signal);
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
  expect(refusalOf(() => connect({ MONTHLY_CARD: '', CARGO: '', PICKUP: 'later' })).message).toMatch(/^MONTHLY_CARD is missing/);
  expect(refusalOf(() => connect({ LABEL_TEMPLATE: 'hidden/..' })).message).toMatch(/^LABEL_TEMPLATE (?!.*hidden)/);
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

describe('a label', () => {
  const withLabel = (change: Partial<BookingCommand> = {}) => connect({ LABEL_TEMPLATE: 'fm_150_standard_PARTNER' }).commands!.bookShipment!({ ...command, ...change }, signal);

  it('is asked for with the order, and told with the header that gives it out', async () => {
    expect(await withLabel()).toMatchObject({ trackingNumber: 'SF-0', labelUrl: 'https://labels.example:443/SF-0_1.pdf', labelHeaders: { 'X-Auth-token': 'token-1' } });
    expect(account.labels).toEqual([{ templateCode: 'fm_150_standard_PARTNER', version: '2.0', fileType: 'pdf', sync: true, documents: [{ masterWaybillNo: 'SF-0', seq: '1', sum: '2' }] }]);
    await withLabel({ idempotencyKey: 'another', parcels: parcels.slice(1) });
    expect(account.labels[1]).toMatchObject({ documents: [{ masterWaybillNo: 'SF-1' }] });
    expect(account.labels[1]).not.toHaveProperty('documents.0.seq');
  });

  it.each<[string, Answer]>([
    ['a template that there is none of', refusal('10008')],
    ['a right that is missing', [200, { apiResultCode: 'A1004', apiErrorMsg: '不' }]],
    ['no file', passedOn({ success: true, obj: { files: [] } })],
  ])('that SF refuses for %s leaves the waybill, which is paid for, as it is', async (_, answer) => {
    account.printing = answer;
    expect(await withLabel()).toEqual({ trackingNumber: 'SF-0', externalId: expect.any(String) as unknown, carrier: null, service: '2', price: null, labelUrl: null });
  });

  it.each<[string, Answer, string]>([
    ['a connection that breaks', [0, {}], 'transient'],
    ['too many calls', [200, { apiResultCode: 'A1005', apiErrorMsg: '不' }], 'throttled'],
  ])('that is held up by %s is asked for again, with the same order', async (_, answer, kind) => {
    account.printing = answer;
    await expect(withLabel()).rejects.toMatchObject({ kind, details: { mayBeDone: true } });
    account.printing = null;
    expect(await withLabel({ mayBeDone: true })).toMatchObject({ trackingNumber: 'SF-0', labelUrl: 'https://labels.example:443/SF-0_1.pdf' });
    expect(account.orders.size).toBe(1);
  });
});

describe('a courier', () => {
  it.each(['18:00-14:00', '9:00-12:00', '14:00-24:00', 'always'])('is sent for in a window of a day: not %s', (window) => {
    expect(refusalOf(() => connect({ PICKUP: window })).message).toMatch(/^PICKUP must be/);
  });

  it('comes for every order, on its day, where the settings say when', async () => {
    const { commands } = connect({ PICKUP: '14:00-18:00' });
    await commands!.bookShipment!(command, signal);
    expect([...account.orders.values()]).toMatchObject([
      { isDocall: 1, sendStartTm: '2026-03-06 14:00:00', extraInfoList: [{ attrName: 'pickupAppointEndTime', attrVal: '2026-03-06 18:00:00' }] },
    ]);
    expect(commands!.requestPickup).toBeUndefined();
  });

  it('is sent for later, with the confirmation of the order, by the clocks of China', async () => {
    const { externalId } = await book();
    expect([...account.orders.values()]).toMatchObject([{ isDocall: 0 }]);
    expect(await fetchGoods({ bookings: [externalId] })).toEqual({ confirmation: 'SF-0' });
    expect(account.confirmations).toEqual([
      {
        orderId: externalId,
        dealType: 1,
        waybillNoInfoList: [{ waybillType: 2, waybillNo: 'SF-CHILD-0' }, { waybillType: 1, waybillNo: 'SF-0' }],
        isDocall: 1,
        sendStartTm: '2026-03-06 16:00:00',
        pickupAppointEndtime: '2026-03-07 00:30:00',
      },
    ]);
  });

  it('is refused for an order that is confirmed, and left to a person where that may have been his own', async () => {
    const { externalId } = await book();
    const bookings = [externalId];
    account.losesNext = [0, {}];
    await expect(fetchGoods({ bookings })).rejects.toMatchObject({ kind: 'transient', details: { mayBeDone: true } });
    await expect(fetchGoods({ bookings, mayBeDone: true })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('look at SF') as unknown, details: { mayBeDone: true } });
    await expect(fetchGoods({ bookings })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('switched off') as unknown, details: expect.not.objectContaining({ mayBeDone: true }) as unknown });
    expect(account.confirmations).toHaveLength(1);
  });

  it('is sent for again where the first call did not arrive', async () => {
    const { externalId } = await book();
    expect(await fetchGoods({ bookings: [externalId], mayBeDone: true })).toEqual({ confirmation: 'SF-0' });
  });

  it.each<[string, Answer | null, Json, string]>([
    ['an hour that is too near', refusal('8267'), {}, '8267'],
    ['a waybill of another order', null, { resStatus: 1 }, 'none of this order'],
  ])('is refused for %s', async (_, answer, change, words) => {
    const { externalId } = await book();
    account.losesNext = answer;
    account.change = change;
    await expect(fetchGoods({ bookings: [externalId] })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(words) as unknown });
  });

  it('fetches one booking at a time', async () => {
    await expect(fetchGoods({ bookings: ['a', 'b'] })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('apart') as unknown });
    expect(system.calls).toEqual([]);
  });
});
