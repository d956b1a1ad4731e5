/** Booking through Kuaidi100: one waybill for one command, for as long as Kuaidi100 knows the order again. */
import { kuaidi100 } from '../../src/connectors/carriers/kuaidi100/index.js';
import type { BookingCommand, Env } from '../../src/connectors/contract.js';
import { connect as connectKuaidi100, md5, SALT } from '../fixtures/kuaidi100/shared.js';
import { bookingOf, lostAnswers, plant, zhang, type Answer, type Json } from '../support/bookings.js';
import { outsideSystem, RECEIVED_AT, refusalOf, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const command = bookingOf({ from: { ...plant, phone: '020-8116 7888' }, to: { ...zhang, phone: '+86 192-0000-0002' }, parcels: [{ weightKg: '1.250', sizeCm: null }], service: 'shunfeng/顺丰标快' });
const hoursAgo = (hours: number): string => new Date(RECEIVED_AT.getTime() - hours * 3_600_000).toISOString();

const ACCOUNTS = {
  shunfeng: { partnerId: '7551234567', tempId: 'fm_150_standard_ABC', payType: 'MONTHLY' },
  zhongtong: { partnerId: 'K21000119', partnerKey: 'ZTO-KEY', code: '02700', tempId: '60f6c17c7c223700131d8bc3' },
};
const settings: Env = { KEY: 'the-key', SECRET: 'the-secret', CARGO: '电脑', ACCOUNTS: JSON.stringify(ACCOUNTS) };

const refusal = (code: number | string): Answer => [200, { success: false, code, message: '不', time: 1, data: null }];

/** An account of Kuaidi100's: an order's number that is known is answered with its first waybill, unless a new one is wanted. */
class Account {
  readonly orders: Json[] = [];
  losesNext: Answer | null = null;
  change: Json = {};

  readonly answer = ({ url, body }: Call): Answer => {
    const { method, key, t, sign, param } = Object.fromEntries(new URLSearchParams(String(body))) as Record<string, string>;
    if (url.pathname !== '/label/order' || method !== 'order' || key !== 'the-key') return refusal('30003');
    if (sign !== md5(`${param}${t}the-keythe-secret`)) return refusal(30002);
    const order = JSON.parse(param!) as Json;
    const known = order['reorder'] === false ? this.orders.findIndex(({ orderId }) => orderId === order['orderId']) : -1;
    if (known < 0) this.orders.push(order);
    const lost = this.losesNext;
    this.losesNext = null;
    return lost ?? this.show(known < 0 ? this.orders.length - 1 : known, known < 0 ? 200 : 30011);
  };

  show(at: number, code: number): Answer {
    const data = { taskId: `TASK${at}`, kuaidinum: `SF${at}`, label: `https://labels.example/${at}`, kdComOrderNum: `0163936627168${at}`, childNum: null, returnNum: null };
    return [200, { success: true, code, message: 'success', time: 12, data: { ...data, ...this.change } }];
  }
}

let account: Account;
let system: OutsideSystem;
const connect = (env: Env = {}) => connectKuaidi100({ ...settings, LABEL_BASE_URL: system.url, ...env }, { http: system.http });
const book = (change: Partial<BookingCommand> = {}, env: Env = {}) => connect(env).commands!.bookShipment!({ ...command, ...change }, signal);

beforeEach(async () => {
  account = new Account();
  system = await outsideSystem((call) => account.answer(call));
});
afterEach(() => system.close());

describe('settings', () => {
  it('offer booking where all of them are there', () => {
    expect(Object.keys(connect().commands!)).toEqual(['bookShipment']);
    expect(Object.keys(connect({ CALLBACK_URL: 'https://gateway.example/webhooks/kuaidi100' }).commands!)).toEqual(['followShipment', 'bookShipment']);
    expect(connectKuaidi100({ KEY: 'the-key' }).commands).toBeUndefined();
  });

  it.each<[Env, RegExp]>([
    [{ SECRET: 's' }, /KEY is missing.*CARGO is missing.*ACCOUNTS is missing/],
    [{ ...settings, SECRET: '' }, /^SECRET is missing/],
    [{ ...settings, CARGO: '' }, /^CARGO is missing/],
    [{ ...settings, LABEL_BASE_URL: 'ftp://hidden' }, /^LABEL_BASE_URL (?!.*hidden)/],
    ...['{', '[]', '{}', '{"SHUNFENG":{"partnerId":"hidden","tempId":"t"}}', '{"shunfeng":{"partnerId":"hidden"}}', '{"shunfeng":{"partnerId":"hidden","tempId":"t","password":"x"}}'].map(
      (text): [Env, RegExp] => [{ ...settings, ACCOUNTS: text }, /^ACCOUNTS must be JSON(?!.*hidden)/],
    ),
  ])('name what is wrong, without its value: %p', (env, message) => {
    expect(refusalOf(() => kuaidi100.parseConfig({ SALT, ...env })).message).toMatch(message);
  });
});

it('orders a waybill of the carrier that the service names, with our account there', async () => {
  expect(await book()).toEqual({ trackingNumber: 'SF0', externalId: 'TASK0', carrier: 'shunfeng', service: '顺丰标快', price: null, labelUrl: 'https://labels.example/0' });
  expect(account.orders).toEqual([
    {
      printType: 'IMAGE',
      kuaidicom: 'shunfeng',
      ...ACCOUNTS.shunfeng,
      orderId: expect.stringMatching(/^[0-9a-f]{30}$/) as unknown,
      reorder: false,
      sendMan: { name: '杨犁', company: '联想', tel: '020-8116 7888', printAddr: '广东省广州市骏业路255号 3号楼' },
      recMan: { name: '张三', mobile: '19200000002', printAddr: '广东省深圳市新洲十一街10楼' },
      cargo: '电脑',
      count: 1,
      weight: 1.25,
      remark: 'SH-1',
      expType: '顺丰标快',
    },
  ]);
});

it('lets Kuaidi100 choose the product, and takes the only account where no carrier is named', async () => {
  expect(await book({ service: 'zhongtong' })).toMatchObject({ carrier: 'zhongtong', service: null });
  expect(account.orders[0]).toMatchObject({ ...ACCOUNTS.zhongtong, kuaidicom: 'zhongtong' });
  expect(account.orders[0]).not.toHaveProperty('expType');
  const only = { ACCOUNTS: JSON.stringify({ shunfeng: ACCOUNTS.shunfeng }) };
  expect(await book({ service: null, idempotencyKey: 'another' }, only)).toMatchObject({ carrier: 'shunfeng' });
});

it.each<[string, Partial<BookingCommand>, string]>([
  ['without a carrier, where there are several accounts', { service: null }, 'shunfeng, zhongtong'],
  ['with a carrier of which there is no account', { service: 'yuantong' }, 'shunfeng, zhongtong'],
  ['of several parcels', { parcels: [...command.parcels, ...command.parcels] }, 'one parcel'],
  ['to Hong Kong', { to: { ...command.to, country: 'HK' } }, 'recipient'],
  ['from nobody who can be called', { from: { ...command.from, phone: null } }, 'sender'],
])('refuses a booking %s before anything is asked', async (_, change, words) => {
  await expect(book(change)).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(words) as unknown });
  expect(system.calls).toEqual([]);
});

it('is done once, however often it is asked for', async () => {
  const first = await book();
  expect(await book({ mayBeDone: true, begunAt: hoursAgo(1) })).toEqual(first);
  expect(await book({ idempotencyKey: 'another one' })).toMatchObject({ trackingNumber: 'SF1' });
});

it.each<[string, Answer]>([...lostAnswers, ['a fault of Kuaidi100', refusal(-1)]])('is done once, although its answer was lost by %s', async (_, answer) => {
  account.losesNext = answer;
  await expect(book()).rejects.toMatchObject({ details: { mayBeDone: true } });
  expect(await book({ mayBeDone: true, begunAt: hoursAgo(46) })).toMatchObject({ trackingNumber: 'SF0' });
  expect(account.orders).toHaveLength(1);
});

it.each([{ begunAt: hoursAgo(48) }, {}])('is left to a person once Kuaidi100 may have forgotten the first attempt: %p', async (since) => {
  await expect(book({ mayBeDone: true, ...since })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('look at Kuaidi100') as unknown, details: { mayBeDone: true } });
  expect(system.calls).toEqual([]);
});

it.each([
  [30001, 'rejected'],
  ['30002', 'auth'],
  [30004, 'auth'],
  [30007, 'rejected'],
  ['toString', 'rejected'],
])('is refused in the words of Kuaidi100: %s', async (code, kind) => {
  account.losesNext = refusal(code);
  await expect(book()).rejects.toMatchObject({ kind, message: `Kuaidi100 answers ${code}: 不`, details: expect.not.objectContaining({ mayBeDone: true }) as unknown });
});

it('is signed, and does not tell its secret', async () => {
  await expect(book({}, { SECRET: 'another' })).rejects.toMatchObject({ kind: 'auth' });
  await book();
  expect(system.calls.map(({ body }) => String(body)).join()).not.toContain('the-secret');
});

it.each([
  ['goes to a printer', { label: null }, { labelUrl: null }],
  ['is no web address', { label: 'C:/label' }, { labelUrl: null }],
  ['comes without a task', { taskId: '' }, { externalId: expect.stringMatching(/^[0-9a-f]{30}$/) as unknown }],
])('takes a waybill whose label %s', async (_, change, booking) => {
  account.change = change;
  expect(await book()).toMatchObject({ trackingNumber: 'SF0', ...booking });
});
