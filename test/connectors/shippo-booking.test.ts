import { shippo } from '../../src/connectors/carriers/shippo/index.js';
import type { BookingCommand, Connection, PickupCommand } from '../../src/connectors/contract.js';
import { ann, bookingOf, lostAnswers, pickupOf, store, type Answer, type Json } from '../support/bookings.js';
import { depsWith, refusalOf, outsideSystem, RECEIVED_AT, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const from = { ...store, company: null, street: [...store.street, 'Gate B', 'Left'], phone: null };
const command = bookingOf({ from, to: ann, parcels: [{ weightKg: '1.250', sizeCm: ['30', '20', '10.5'] }] });
const pickup = pickupOf(command, 't0', '-08:00');

/** An account of Shippo's: shipments get three rates; labels are bought, refused or kept waiting as the test says. */
class Account {
  readonly shipments: Json[] = [];
  readonly transactions: Json[] = [];
  readonly pickups: Json[] = [];
  status = 'SUCCESS';
  /** What a pick-up is answered with. */
  pickup: Answer = [201, { object_id: 'p0', status: 'CONFIRMED', confirmation_code: 'WTC310058750', messages: [] }];
  rates = [
    { amount: '12.40', token: 'ups_ground' },
    { amount: '9.90', token: 'usps_priority' },
    { amount: '10.00', token: 'ups_saver' },
  ];

  readonly answer = ({ method, url, body }: Call): Answer => {
    const query = url.searchParams;
    if (url.pathname === '/shipments/' && method === 'POST') return [201, this.ship(body as Json)];
    if (url.pathname === '/shipments/') {
      const from = (Number(query.get('page')) - 1) * 2;
      return [200, { next: from + 2 < this.shipments.length ? 'https://elsewhere.example/' : null, results: this.shipments.slice(from, from + 2) }];
    }
    if (url.pathname === '/pickups/') return this.fetch(body as Json);
    const [, kind, id] = /^\/(transactions|rates)\/(\w+)$/.exec(url.pathname) ?? [];
    if (kind === 'transactions') return [200, this.transactions.find(({ object_id }) => object_id === id)];
    if (kind === 'rates') return [200, { object_id: id, carrier_account: `account ${id!.slice(2)}` }];
    if (method === 'POST') return [201, this.buy(body as Json)];
    return [200, { next: null, results: this.transactions.filter(({ rate }) => rate === query.get('rate')) }];
  };

  fetch(content: Json): Answer {
    this.pickups.push(content);
    return this.pickup;
  }

  ship(content: Json): Json {
    const id = `s${this.shipments.length}`;
    const rates = this.rates.map(({ amount, token }, index) => ({ object_id: `${id}r${index}`, amount, currency: 'USD', provider: 'Someone', servicelevel: { token } }));
    const shipment = { ...content, object_id: id, status: 'SUCCESS', rates, messages: [{ text: 'no carrier goes there' }] };
    this.shipments.push(shipment);
    return shipment;
  }

  buy(content: Json): Json {
    const id = `t${this.transactions.length}`;
    const label = this.status === 'SUCCESS' ? { tracking_number: `TRK-${id}`, label_url: 'https://labels.example/1.pdf' } : {};
    const transaction = { ...content, ...label, object_id: id, object_created: `2026-03-05T12:00:0${id.slice(1)}Z`, status: this.status, messages: [{ text: 'card refused' }] };
    this.transactions.push(transaction);
    return transaction;
  }
}

let account: Account;
let system: OutsideSystem;
const connect = (settings: Record<string, string> = {}): Connection => {
  const all = { WEBHOOK_TOKEN: 'a-token-of-some-length', API_KEY: 'shippo_test_1', BASE_URL: system.url, ...settings };
  return shippo.connect(shippo.parseConfig(all), depsWith({ http: system.http }));
};
const book = (change: Partial<BookingCommand> = {}) => connect().commands!.bookShipment!({ ...command, ...change }, signal);
const fetchGoods = (change: Partial<PickupCommand> = {}, settings: Record<string, string> = {}) =>
  connect(settings).commands!.requestPickup!({ ...pickup, ...change }, signal);

beforeEach(async () => {
  account = new Account();
  system = await outsideSystem((call) => account.answer(call));
});
afterEach(() => system.close());

describe('booking', () => {
  it('ships, and buys the cheapest rate', async () => {
    expect(await book()).toEqual({
      trackingNumber: 'TRK-t0',
      externalId: 't0',
      carrier: 'Someone',
      service: 'usps_priority',
      price: { amount: '9.90', currency: 'USD' },
      labelUrl: 'https://labels.example/1.pdf',
    });
    expect(account.shipments[0]).toMatchObject({
      address_from: { name: 'Store', street1: '1 First St', street2: 'Dock 4', street3: 'Gate B, Left', city: 'Oakland', state: 'CA', zip: '94607', country: 'US' },
      address_to: { name: 'Ann', street1: '2 Second St', street2: '' },
      parcels: [{ weight: '1.250', mass_unit: 'kg', length: '30', width: '20', height: '10.5', distance_unit: 'cm' }],
      shipment_date: '2026-03-06T12:00:00.000Z',
      extra: { reference_1: 'SH-1' },
      async: false,
    });
    expect(account.transactions[0]).toMatchObject({ rate: 's0r1', label_file_type: 'PDF', async: false });
    expect(String(account.shipments[0]!['metadata'])).toMatch(/^SH-1 [0-9a-f]{32}$/);
  });

  it('buys the service that is named, and says what is offered instead of one that is not', async () => {
    expect(await book({ service: 'ups_ground' })).toMatchObject({ service: 'ups_ground', price: { amount: '12.40', currency: 'USD' } });
    await expect(book({ service: 'balloon' })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('usps_priority') as unknown });
    expect(account.transactions).toHaveLength(1);
  });

  it('is done once, however often it is asked for', async () => {
    const first = await book();
    expect(await book()).toEqual(first);
    expect([account.shipments.length, account.transactions.length]).toEqual([1, 1]);
    expect(await book({ idempotencyKey: 'another one' })).toMatchObject({ trackingNumber: 'TRK-t1' });
  });

  it('finds its shipment among others of the week, page by page, without leaving the address that it was given', async () => {
    await book();
    for (let other = 0; other < 5; other += 1) account.shipments.unshift({ metadata: 'of somebody else', rates: 'of no shape' });
    expect(await book()).toMatchObject({ trackingNumber: 'TRK-t0' });
    const lists = system.calls.filter(({ method, url }) => method === 'GET' && url.pathname === '/shipments/').map(({ url }) => url.searchParams);
    expect(lists.map((query) => query.get('page'))).toEqual(['1', '1', '2', '3']);
    expect(lists[0]!.get('object_created_gte')).toBe(new Date(RECEIVED_AT.getTime() - 7 * 86_400_000).toISOString());
  });

  it('goes on where it broke off between the shipment and the label', async () => {
    await book();
    account.transactions.length = 0;
    await book();
    expect([account.shipments.length, account.transactions.length]).toEqual([1, 1]);
  });

  it('waits for a label that is being made, and does not buy another', async () => {
    account.status = 'QUEUED';
    await expect(book()).rejects.toMatchObject({ kind: 'transient', details: { mayBeDone: true } });
    await expect(book()).rejects.toMatchObject({ kind: 'transient' });
    Object.assign(account.transactions[0]!, { status: 'SUCCESS', tracking_number: 'TRK-late' });
    expect(await book()).toMatchObject({ trackingNumber: 'TRK-late' });
    expect(account.transactions).toHaveLength(1);
  });

  it('may try again after a purchase that failed', async () => {
    account.status = 'ERROR';
    await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('card refused') as unknown });
    account.status = 'SUCCESS';
    expect(await book()).toMatchObject({ trackingNumber: 'TRK-t1' });
  });

  it.each([
    ['REFUNDED', 'rejected'],
    ['BAKED', 'contract'],
  ])('buys no second label after one that is %s', async (status, kind) => {
    await book();
    Object.assign(account.transactions[0]!, { status });
    await expect(book()).rejects.toMatchObject({ kind });
    expect(account.transactions).toHaveLength(1);
  });

  it('takes the first of several labels for the shipment', async () => {
    await book();
    account.transactions.unshift({ ...account.transactions[0]!, object_id: 't9', object_created: '2026-03-05T13:00:00Z', tracking_number: 'TRK-second' });
    expect(await book()).toMatchObject({ trackingNumber: 'TRK-t0' });
  });

  it('says why nothing is offered', async () => {
    account.rates = [];
    await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('no carrier goes there') as unknown });
    expect(account.transactions).toEqual([]);
  });

  it('refuses a parcel without a size before it asks for anything to be made', async () => {
    await expect(book({ parcels: [{ weightKg: '1', sizeCm: null }] })).rejects.toMatchObject({ kind: 'rejected' });
    expect(account.shipments).toEqual([]);
  });
});

describe('a pick-up', () => {
  beforeEach(() => book());

  it('is asked of the account by which the label was bought', async () => {
    expect(await fetchGoods()).toEqual({ confirmation: 'WTC310058750' });
    expect(account.pickups).toEqual([
      {
        carrier_account: 'account r1',
        location: { building_location_type: 'Front Door', address: expect.objectContaining({ name: 'Store', street1: '1 First St', city: 'Oakland' }) as unknown },
        transactions: ['t0'],
        requested_start_time: '2026-03-06T09:00:00-08:00',
        requested_end_time: '2026-03-06T17:30:00-08:00',
        metadata: expect.stringMatching(/^[0-9a-f]{30}$/) as unknown,
      },
    ]);
  });

  it('finds the parcels where the settings say', async () => {
    await fetchGoods({}, { PICKUP_PLACE: 'Shipping Dock' });
    expect(account.pickups[0]).toMatchObject({ location: { building_location_type: 'Shipping Dock' } });
    expect(refusalOf(() => connect({ PICKUP_PLACE: 'On the roof' }))).toMatchObject({ kind: 'config', message: expect.stringContaining('PICKUP_PLACE') as unknown });
  });

  it('takes several bookings of one account, and refuses those of several before anything is asked', async () => {
    await book({ idempotencyKey: '2' });
    await fetchGoods({ bookings: ['t0', 't1'] });
    expect(account.pickups[0]).toMatchObject({ transactions: ['t0', 't1'] });
    await book({ idempotencyKey: '3', service: 'ups_ground' });
    await expect(fetchGoods({ bookings: ['t0', 't2'] })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('one carrier account') as unknown });
    expect(account.pickups).toHaveLength(1);
  });

  it('reads a label that shows its rate in full', async () => {
    account.transactions[0]!['rate'] = { object_id: 's0r2', amount: '9.90' };
    await fetchGoods();
    expect(account.pickups[0]).toMatchObject({ carrier_account: 'account r2' });
  });

  it('is known by the id of Shippo where the carrier has not confirmed it yet', async () => {
    account.pickup = [201, { object_id: 'p0', status: 'PENDING', messages: null }];
    expect(await fetchGoods()).toEqual({ confirmation: 'p0' });
  });

  it.each<[string, Answer, string]>([
    ['for a carrier that never comes', [400, { detail: 'Carrier does not support pickups.' }], ''],
    ['that the carrier does not take', [201, { object_id: 'p0', status: 'ERROR', messages: ['not on Sundays'] }], 'not on Sundays'],
    ['that is cancelled at once', [201, { object_id: 'p0', status: 'CANCELLED' }], 'does not come'],
  ])('%s is refused, and may be asked again', async (_, answer, words) => {
    account.pickup = answer;
    await expect(fetchGoods()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(words) as unknown, details: expect.not.objectContaining({ mayBeDone: true }) as unknown });
  });

  it.each(lostAnswers)('is sent once: after an answer lost by %s a person looks', async (_, answer) => {
    account.pickup = answer;
    await expect(fetchGoods()).rejects.toMatchObject({ details: { mayBeDone: true } });
    await expect(fetchGoods({ mayBeDone: true })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('look at Shippo') as unknown, details: { mayBeDone: true } });
    expect(account.pickups).toHaveLength(1);
  });
});
