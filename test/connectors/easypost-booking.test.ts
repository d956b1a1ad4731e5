import type { BookingCommand, PickupCommand } from '../../src/connectors/contract.js';
import { connect as connectEasypost } from '../fixtures/easypost/shared.js';
import { ann, bookingOf, lostAnswers, pickupOf, store, type Answer, type Json } from '../support/bookings.js';
import { outsideSystem, RECEIVED_AT, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const command = bookingOf({ from: { ...store, street: [...store.street, 'Left'] }, to: ann, parcels: [{ weightKg: '1.250', sizeCm: ['30', '20', '10.5'] }] });
const pickup = pickupOf(command, 'shp_0', '-08:00');

const notFound: Answer = [404, { error: { code: 'NOT_FOUND', message: 'The requested resource could not be found.' } }];
const refusal = (code: string): Answer => [422, { error: { code, message: 'no' } }];

/** EasyPost with one account: shipments are found by id or reference, and are bought once; pick-ups are listed, newest first, two a page. */
class Account {
  readonly shipments: Json[] = [];
  readonly pickups: Json[] = [];
  /** What the next purchase answers although it was done; null: the shipment. */
  losesNext: Answer | null = null;
  isShown = true;
  rates = [
    { carrier: 'UPS', service: 'Ground', rate: '12.40' },
    { carrier: 'USPS', service: 'Priority', rate: '9.90' },
    { carrier: 'FedEx', service: 'Ground', rate: '10.00' },
  ];

  readonly answer = ({ method, url, body }: Call): Answer => {
    const [, , kind, id, verb] = url.pathname.split('/');
    const content = body as Json;
    if (kind === 'pickups') return method === 'GET' ? this.listPickups(url.searchParams) : verb === 'buy' ? this.schedule(id!, content) : this.makePickup(content);
    if (method === 'POST') return verb === 'buy' ? this.buy(id!, content) : this.make(content);
    const shipment = this.isShown && this.shipments.find((one) => one['id'] === id || one['reference'] === id);
    return shipment ? [200, shipment] : notFound;
  };

  make(content: Json): Answer {
    const id = `shp_${this.shipments.length}`;
    const rates = this.rates.map((rate, index) => ({ ...rate, id: `${id}_rate_${index}`, currency: 'USD' }));
    const shipment = { ...(content['shipment'] as Json), id, rates, tracking_code: null, messages: [{ carrier: 'USPS', type: 'rate_error', message: 'no carrier goes there' }] };
    this.shipments.push(shipment);
    return [201, shipment];
  }

  buy(id: string, content: Json): Answer {
    const shipment = this.shipments.find((one) => one['id'] === id)!;
    if (shipment['tracking_code'] !== null) return refusal('SHIPMENT.POSTAGE.EXISTS');
    const rate = (shipment['rates'] as Json[]).find((one) => one['id'] === (content['rate'] as Json)['id'])!;
    Object.assign(shipment, { selected_rate: rate, tracking_code: `TRK-${id}`, postage_label: { label_url: `https://labels.example/${id}.pdf` } });
    return this.lost() ?? [200, shipment];
  }

  makePickup(content: Json): Answer {
    const id = `pickup_${this.pickups.length}`;
    const pickup_rates = [{ carrier: 'UPS', service: 'Future-day Pickup', rate: '3.00' }, { carrier: 'UPS', service: 'Same-day Pickup', rate: '5.50' }];
    const made = { ...(content['pickup'] as Json), id, status: 'unknown', confirmation: null, pickup_rates, messages: [] };
    this.pickups.unshift(made);
    return [201, made];
  }

  schedule(id: string, content: Json): Answer {
    const found = this.pickups.find((one) => one['id'] === id)!;
    Object.assign(found, { status: 'scheduled', confirmation: `C-${String(content['service'])}` });
    return this.lost() ?? [200, found];
  }

  listPickups(query: URLSearchParams): Answer {
    const from = query.has('before_id') ? this.pickups.findIndex((one) => one['id'] === query.get('before_id')) + 1 : 0;
    return [200, { pickups: this.pickups.slice(from, from + 2), has_more: from + 2 < this.pickups.length }];
  }

  private lost(): Answer | null {
    const answer = this.losesNext;
    this.losesNext = null;
    return answer;
  }
}

let account: Account;
let system: OutsideSystem;
const commands = () => connectEasypost({ API_KEY: 'EZTK1', BASE_URL: system.url }, { http: system.http }).commands!;
const book = (change: Partial<BookingCommand> = {}) => commands().bookShipment!({ ...command, ...change }, signal);
const fetchGoods = (change: Partial<PickupCommand> = {}) => commands().requestPickup!({ ...pickup, ...change }, signal);
const posts = (path: RegExp): Call[] => system.calls.filter(({ method, url }) => method === 'POST' && path.test(url.pathname));

beforeEach(async () => {
  account = new Account();
  system = await outsideSystem((call) => account.answer(call));
});
afterEach(() => system.close());

it('books nothing without a key', () => {
  expect(connectEasypost().commands).toBeUndefined();
});

describe('booking', () => {
  it('makes a shipment, and buys the cheapest rate', async () => {
    expect(await book()).toEqual({
      trackingNumber: 'TRK-shp_0',
      externalId: 'shp_0',
      carrier: 'USPS',
      service: 'Priority',
      price: { amount: '9.90', currency: 'USD' },
      labelUrl: 'https://labels.example/shp_0.pdf',
    });
    expect(posts(/^\/v2\/shipments$/)[0]!.body).toEqual({
      shipment: {
        reference: expect.stringMatching(/^[0-9a-f]{30}$/) as unknown,
        from_address: { name: 'Store', company: 'Tools Inc', street1: '1 First St', street2: 'Dock 4, Left', city: 'Oakland', state: 'CA', zip: '94607', country: 'US', phone: '5105550100' },
        to_address: { name: 'Ann', street1: '2 Second St', city: 'Reno', state: 'NV', zip: '89501', country: 'US', email: 'ann@example.org' },
        parcel: { weight: 44.1, length: 11.9, width: 7.9, height: 4.2 },
        options: { label_format: 'PDF', label_date: '2026-03-06T12:00:00Z', print_custom_1: 'SH-1' },
      },
    });
    expect(system.calls[0]!.headers.authorization).toBe(`Basic ${Buffer.from('EZTK1:').toString('base64')}`);
  });

  it.each([
    ['Ground', 'FedEx'],
    ['UPS/Ground', 'UPS'],
  ])('buys the service that is named: %s', async (service, carrier) => {
    expect(await book({ service })).toMatchObject({ service: 'Ground', carrier });
  });

  it('says what is offered instead of a service that is not, and why nothing is', async () => {
    await expect(book({ service: 'Balloon' })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('USPS/Priority') as unknown });
    account.rates = [];
    await expect(book({ idempotencyKey: 'another' })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('no carrier goes there') as unknown });
    expect(posts(/buy$/)).toEqual([]);
  });

  it.each<[string, Answer]>([
    ...lostAnswers,
    ['a purchase that EasyPost gave up waiting for', refusal('SHIPMENT.POSTAGE.TIMED_OUT')],
  ])('is done once, although its answer was lost by %s', async (_, answer) => {
    account.losesNext = answer;
    await expect(book()).rejects.toMatchObject({ details: { mayBeDone: true } });
    expect(await book({ mayBeDone: true })).toMatchObject({ trackingNumber: 'TRK-shp_0', price: { amount: '9.90', currency: 'USD' } });
    expect([account.shipments.length, posts(/buy$/).length]).toEqual([1, 1]);
    expect(await book({ idempotencyKey: 'another one' })).toMatchObject({ trackingNumber: 'TRK-shp_1' });
  });

  it('asks again later where somebody else is buying the same label', async () => {
    await book();
    account.shipments[0]!['tracking_code'] = '';
    await expect(book()).rejects.toMatchObject({ kind: 'transient', details: { mayBeDone: true } });
  });

  it('buys the shipment that its mark finds, and none that is not shown yet', async () => {
    account.isShown = false;
    await expect(book()).rejects.toMatchObject({ kind: 'transient' });
    account.isShown = true;
    expect(await book()).toMatchObject({ trackingNumber: 'TRK-shp_0' });
    expect(account.shipments).toHaveLength(1);
  });

  it.each(['submitted', 'refunded'])('buys no second label after one that was handed back (%s)', async (status) => {
    await book();
    account.shipments[0]!['refund_status'] = status;
    await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('handed back') as unknown });
    expect(posts(/buy$/)).toHaveLength(1);
  });

  it('refuses several parcels before anything is made', async () => {
    await expect(book({ parcels: [...command.parcels, ...command.parcels] })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('one parcel') as unknown });
    expect(account.shipments).toEqual([]);
  });
});

describe('a pick-up', () => {
  it('is bought from whom it costs least', async () => {
    expect(await fetchGoods()).toEqual({ confirmation: 'C-Future-day Pickup' });
    expect(posts(/^\/v2\/pickups$/)[0]!.body).toMatchObject({
      pickup: { shipment: { id: 'shp_0' }, min_datetime: pickup.readyFrom, max_datetime: pickup.readyTo, address: { name: 'Store', phone: '5105550100' }, is_account_address: false },
    });
    const [listed] = system.calls.filter(({ method }) => method === 'GET');
    expect(listed!.url.searchParams.get('start_datetime')).toBe(new Date(RECEIVED_AT.getTime() - 14 * 86_400_000).toISOString());
  });

  it('is asked for once, although its answer was lost, and is found among others', async () => {
    account.losesNext = [0, {}];
    await expect(fetchGoods()).rejects.toMatchObject({ kind: 'transient', details: { mayBeDone: true } });
    for (const key of ['2', '3', '4']) await fetchGoods({ idempotencyKey: key });
    expect(await fetchGoods({ mayBeDone: true })).toEqual({ confirmation: 'C-Future-day Pickup' });
    expect(account.pickups).toHaveLength(4);
  });

  it('is left to a person where an earlier attempt was cut off and it is not shown as scheduled', async () => {
    await fetchGoods();
    account.pickups[0]!['status'] = 'unknown';
    await expect(fetchGoods({ mayBeDone: true })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('pickup_0') as unknown, details: { mayBeDone: true } });
    expect(posts(/buy$/)).toHaveLength(1);
  });

  it('goes on where it broke off between making and buying', async () => {
    await fetchGoods();
    account.pickups[0]!['status'] = 'unknown';
    expect(await fetchGoods()).toEqual({ confirmation: 'C-Future-day Pickup' });
    expect(account.pickups).toHaveLength(1);
  });

  it.each([
    ['that was cancelled', { status: 'canceled' }, /another key/],
    ['for which no carrier comes', { status: 'unknown', pickup_rates: [], messages: [{ message: 'not on Sundays' }] }, /not on Sundays/],
  ])('%s is refused', async (_, state, message) => {
    await fetchGoods();
    Object.assign(account.pickups[0]!, state);
    await expect(fetchGoods()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(message) as unknown });
  });

  it('of several bookings is refused before anything is made', async () => {
    await expect(fetchGoods({ bookings: ['shp_0', 'shp_1'] })).rejects.toMatchObject({ kind: 'rejected' });
    expect(account.pickups).toEqual([]);
  });
});
