import type { BookingCommand, PickupCommand } from '../../src/connectors/contract.js';
import { connect } from '../fixtures/fedex/shared.js';
import { ann, bookingOf, pickupOf, store, type Answer, type Json } from '../support/bookings.js';
import { outsideSystem, refusalOf, type Call, type OutsideSystem } from '../support/carrier.js';
import { fedex } from '../../src/connectors/carriers/fedex/index.js';

const { signal } = new AbortController();
const command = bookingOf({ from: store, to: ann, parcels: [{ weightKg: '1.250', sizeCm: ['30', '20', '10.5'] }, { weightKg: '2', sizeCm: null }], service: 'FEDEX_GROUND' });
const pickup = pickupOf(command, 'FDXG/794900000001', '-08:00');

/** Whom FedEx comes to, in its words. */
const storeThere = {
  contact: { personName: 'Store', companyName: 'Tools Inc', phoneNumber: '5105550100' },
  address: { streetLines: ['1 First St', 'Dock 4'], city: 'Oakland', stateOrProvinceCode: 'CA', postalCode: '94607', countryCode: 'US' },
};

/** FedEx with one account: what is booked is found by its reference as soon as `isShown` says so. */
class Account {
  readonly shipments: { number: string; mark: string; status: string; content: Json }[] = [];
  readonly pickups: Json[] = [];
  isShown = true;
  cancels = true;
  /** Status with which the next booking or pick-up is answered although it was done; 0: the answer breaks off. */
  losesNext: number | null = null;
  rates: Json[] = [
    { serviceType: 'PRIORITY_OVERNIGHT', ratedShipmentDetails: [{ totalNetCharge: 61.5 }] },
    { serviceType: 'FEDEX_GROUND', ratedShipmentDetails: [{ rateType: 'ACCOUNT', totalNetCharge: 12.4 }, { rateType: 'LIST', totalNetCharge: 15 }] },
    { serviceType: 'FEDEX_FREIGHT', ratedShipmentDetails: [] },
  ];

  readonly answer = ({ url, body }: Call): Answer => {
    const content = body as Json;
    switch (url.pathname) {
      case '/oauth/token':
        return [200, { access_token: 'token', expires_in: 3600 }];
      case '/track/v1/referencenumbers':
        return this.find(content['referencesInformation'] as Json);
      case '/rate/v1/rates/quotes':
        return [200, { output: { rateReplyDetails: this.rates } }];
      case '/ship/v1/shipments':
        return this.lost() ?? [200, this.ship(content)];
      case '/ship/v1/shipments/cancel':
        return [200, { output: this.cancel(content['trackingNumber'] as string) }];
      case '/pickup/v1/pickups':
        this.pickups.push(content);
        return this.lost() ?? [200, { output: { pickupConfirmationCode: '17', location: 'OAKA' } }];
      default:
        return [404, {}];
    }
  };

  find({ value }: Json): Answer {
    const found = this.shipments.filter(({ mark }) => this.isShown && mark === value);
    if (found.length === 0) return [404, { errors: [{ code: 'TRACKING.DATA.NOTFOUND', message: 'no data' }] }];
    return [200, { output: { completeTrackResults: found.map(({ number, status }) => ({ trackingNumber: number, trackResults: [{ latestStatusDetail: { code: status } }] })) } }];
  }

  ship(content: Json): Json {
    const { requestedPackageLineItems: parcels, serviceType } = content['requestedShipment'] as { requestedPackageLineItems: { customerReferences: Json[] }[]; serviceType: string };
    const number = `79490000000${this.shipments.length + 1}`;
    const mark = String(parcels[0]!.customerReferences.find(({ customerReferenceType }) => customerReferenceType === 'P_O_NUMBER')?.['value']);
    this.shipments.push({ number, mark, status: 'OC', content });
    const url = `https://labels.example/${number}`;
    return {
      output: {
        transactionShipments: [
          {
            masterTrackingNumber: number,
            serviceType,
            shipmentDocuments: [{ contentType: 'MERGED_LABELS_ONLY', url }],
            pieceResponses: [{ packageDocuments: [{ contentType: 'LABEL', url: `${url}/1` }] }],
            completedShipmentDetail: {
              carrierCode: 'FDXG',
              shipmentRating: {
                actualRateType: 'PAYOR_ACCOUNT_SHIPMENT',
                shipmentRateDetails: [{ rateType: 'PAYOR_LIST_SHIPMENT', totalNetCharge: 15, currency: 'USD' }, { rateType: 'PAYOR_ACCOUNT_SHIPMENT', totalNetCharge: 12.4, currency: 'USD' }],
              },
            },
          },
        ],
      },
    };
  }

  cancel(number: string): Json {
    if (!this.cancels) return { cancelledShipment: false, message: 'tendered' };
    Object.assign(this.shipments.find((one) => one.number === number)!, { status: 'CA' });
    return { cancelledShipment: true };
  }

  private lost(): Answer | null {
    const status = this.losesNext;
    this.losesNext = null;
    return status === null ? null : [status, {}];
  }

  live(): string[] {
    return this.shipments.filter(({ status }) => status !== 'CA').map(({ number }) => number);
  }
}

let account: Account;
let system: OutsideSystem;
const commands = (settings: Record<string, string> = {}) =>
  connect({ ACCOUNT_NUMBER: '740561073', BASE_URL: system.url, ...settings }, { http: system.http }).commands!;
const book = (change: Partial<BookingCommand> = {}) => commands().bookShipment!({ ...command, ...change }, signal);
const fetchGoods = (change: Partial<PickupCommand> = {}) => commands().requestPickup!({ ...pickup, ...change }, signal);
const callsTo = (path: string): Call[] => system.calls.filter(({ url }) => url.pathname === path);

beforeEach(async () => {
  account = new Account();
  system = await outsideSystem((call) => account.answer(call));
});
afterEach(() => system.close());

describe('settings', () => {
  const needed = { CLIENT_ID: 'id', CLIENT_SECRET: 'secret' };

  it('without an account nothing can be booked', () => {
    expect(connect().commands).toBeUndefined();
  });

  it('name what is wrong', () => {
    const error = refusalOf(() => fedex.parseConfig({ ...needed, ACCOUNT_NUMBER: '12-34', SHIP_CLIENT_ID: 'only', PICKUP_TYPE: 'BALLOON' }));
    expect(error.message).toMatch(/ACCOUNT_NUMBER.*SHIP_CLIENT_SECRET.*PICKUP_TYPE/);
    expect(refusalOf(() => fedex.parseConfig({ ...needed, SHIP_CLIENT_ID: 'a', SHIP_CLIENT_SECRET: 'b' })).message).toMatch(/ACCOUNT_NUMBER/);
  });

  it('may name a client of its own for shipping, which the check asks about too', async () => {
    const settings = { ACCOUNT_NUMBER: '740561073', SHIP_CLIENT_ID: 'ship-id', SHIP_CLIENT_SECRET: 'ship-secret', BASE_URL: system.url };
    const connection = connect(settings, { http: system.http });
    expect(await connection.check(signal)).toMatchObject({ ok: true, detail: expect.stringContaining('both clients') as unknown });
    await connection.commands!.bookShipment!(command, signal);
    const clients = callsTo('/oauth/token').map(({ body }) => new URLSearchParams(String(body)).get('client_id'));
    expect(clients).toEqual(['id', 'ship-id']);
  });
});

describe('booking', () => {
  it('ships with the service that is named, and answers with number, price and label', async () => {
    expect(await book()).toEqual({
      trackingNumber: '794900000001',
      externalId: 'FDXG/794900000001',
      carrier: 'FedEx',
      service: 'FEDEX_GROUND',
      price: { amount: '12.4', currency: 'USD' },
      labelUrl: 'https://labels.example/794900000001',
    });
    const [{ mark, content }] = account.shipments as [Account['shipments'][number]];
    expect(mark).toMatch(/^[0-9a-f]{30}$/);
    expect(content).toEqual({
      labelResponseOptions: 'URL_ONLY',
      mergeLabelDocOption: 'LABELS_ONLY',
      accountNumber: { value: '740561073' },
      requestedShipment: {
        shipDatestamp: '2026-03-06',
        shipper: storeThere,
        recipients: [
          {
            contact: { personName: 'Ann', emailAddress: 'ann@example.org' },
            address: { streetLines: ['2 Second St'], city: 'Reno', stateOrProvinceCode: 'NV', postalCode: '89501', countryCode: 'US' },
          },
        ],
        pickupType: 'USE_SCHEDULED_PICKUP',
        serviceType: 'FEDEX_GROUND',
        packagingType: 'YOUR_PACKAGING',
        shippingChargesPayment: { paymentType: 'SENDER' },
        labelSpecification: { imageType: 'PDF', labelStockType: 'PAPER_4X6' },
        requestedPackageLineItems: [
          {
            sequenceNumber: 1,
            weight: { units: 'KG', value: 1.25 },
            dimensions: { length: 30, width: 20, height: 11, units: 'CM' },
            customerReferences: [
              { customerReferenceType: 'CUSTOMER_REFERENCE', value: 'SH-1' },
              { customerReferenceType: 'P_O_NUMBER', value: mark },
            ],
          },
          { sequenceNumber: 2, weight: { units: 'KG', value: 2 }, customerReferences: [{ customerReferenceType: 'CUSTOMER_REFERENCE', value: 'SH-1' }] },
        ],
      },
    });
    expect(callsTo('/rate/v1/rates/quotes')).toEqual([]);
  });

  it('takes the cheapest service where none is named', async () => {
    expect(await book({ service: null })).toMatchObject({ service: 'FEDEX_GROUND' });
    account.rates = [];
    await expect(book({ service: null, idempotencyKey: 'another' })).rejects.toMatchObject({ kind: 'rejected' });
    expect(account.shipments).toHaveLength(1);
  });

  it('looks for its mark first, around the day of shipping and today', async () => {
    await book({ shipOn: '2026-03-20' });
    expect(callsTo('/track/v1/referencenumbers')[0]!.body).toEqual({
      referencesInformation: { type: 'PURCHASE_ORDER', value: account.shipments[0]!.mark, accountNumber: '740561073', shipDateBegin: '2026-03-04', shipDateEndDate: '2026-03-21' },
      includeDetailedScans: false,
    });
  });

  it.each([0, 500, 502])('leaves an answer that is lost (%p) to a person, and after that leaves one live shipment, with its label', async (status) => {
    account.losesNext = status;
    await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('may have been done') as unknown, details: { mayBeDone: true } });
    account.ship(callsTo('/ship/v1/shipments')[0]!.body as Json);
    expect(await book()).toMatchObject({ trackingNumber: '794900000002', labelUrl: 'https://labels.example/794900000002' });
    expect(account.live()).toEqual(['794900000002']);
    expect(callsTo('/ship/v1/shipments/cancel')[0]!.body).toEqual({ accountNumber: { value: '740561073' }, trackingNumber: '794900000001', deletionControl: 'DELETE_ALL_PACKAGES' });
  });

  it('passes over its shipments that are cancelled', async () => {
    await book();
    account.cancel('794900000001');
    await book();
    expect(callsTo('/ship/v1/shipments/cancel')).toEqual([]);
  });

  it('books nothing where the earlier shipment cannot be cancelled, and names it', async () => {
    await book();
    account.cancels = false;
    await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringMatching(/794900000001.*tendered/) as unknown });
    expect(account.shipments).toHaveLength(1);
  });

  it('is tried again later where FedEx says that it did nothing', async () => {
    account.losesNext = 503;
    await expect(book()).rejects.toMatchObject({ kind: 'transient', details: { status: 503 } });
    account.losesNext = 503;
    await expect(book()).rejects.not.toMatchObject({ details: { mayBeDone: true } });
    expect(await book()).toMatchObject({ trackingNumber: '794900000001' });
  });

  it('refuses an answer without a tracking number, and says that it may have booked', async () => {
    account.ship = () => ({ output: { transactionShipments: [{}] } });
    await expect(book()).rejects.toMatchObject({ kind: 'contract', message: expect.stringContaining('masterTrackingNumber') as unknown, details: { mayBeDone: true } });
  });

  describe('after an attempt that was cut off', () => {
    it('books nothing while FedEx shows no shipment of it, and leaves it to a person with the number to look for', async () => {
      await book();
      account.isShown = false;
      const [{ mark }] = account.shipments as [Account['shipments'][number]];
      await expect(book({ mayBeDone: true })).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining(mark) as unknown, details: { mayBeDone: true } });
      expect(account.live()).toEqual(['794900000001']);
      expect(callsTo('/rate/v1/rates/quotes')).toEqual([]);
    });

    it('leaves one live shipment, with its label, where FedEx shows it', async () => {
      await book();
      expect(await book({ mayBeDone: true })).toMatchObject({ trackingNumber: '794900000002', labelUrl: 'https://labels.example/794900000002' });
      expect(account.live()).toEqual(['794900000002']);
    });

    it('books nothing where all that FedEx shows of it is cancelled: there may be another one by now', async () => {
      await book();
      account.cancel('794900000001');
      await expect(book({ mayBeDone: true })).rejects.toMatchObject({ kind: 'rejected', details: { mayBeDone: true } });
      expect(account.shipments).toHaveLength(1);
    });
  });
});

describe('a pick-up', () => {
  it('is asked for by the clocks of the place', async () => {
    expect(await fetchGoods()).toEqual({ confirmation: '17 OAKA' });
    expect(account.pickups).toEqual([
      {
        associatedAccountNumber: { value: '740561073' },
        originDetail: {
          pickupAddressType: 'OTHER',
          pickupLocation: storeThere,
          readyDateTimestamp: '2026-03-06T09:00:00',
          customerCloseTime: '17:30:00',
          packageLocation: 'NONE',
        },
        carrierCode: 'FDXG',
        packageCount: 2,
        totalWeight: { units: 'KG', value: 3.25 },
        pickupType: 'ON_CALL',
      },
    ]);
  });

  it.each([
    ['of two companies', { bookings: ['FDXG/1', 'FDXE/2'] }],
    ['of no company that comes', { bookings: ['FXFR/1'] }],
    ['over midnight', { readyTo: '2026-03-07T02:00:00-08:00' }],
  ])('%s is refused before FedEx is asked', async (_, change) => {
    await expect(fetchGoods(change)).rejects.toMatchObject({ kind: 'rejected' });
    expect(system.calls).toEqual([]);
  });

  it('is left to a person where the answer is lost', async () => {
    account.losesNext = 500;
    await expect(fetchGoods()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('may have been done') as unknown });
  });

  it('is not asked for after an attempt that was cut off', async () => {
    await expect(fetchGoods({ mayBeDone: true })).rejects.toMatchObject({ kind: 'rejected', details: { mayBeDone: true } });
    expect(system.calls).toEqual([]);
  });

  it('is tried again where nobody could be reached', async () => {
    const { http, url } = system;
    const unreachable = connect({ ACCOUNT_NUMBER: '1', BASE_URL: url }, { http: { request: (request) => http.request(request.url.endsWith('/oauth/token') ? request : { ...request, url: 'http://127.0.0.1:9' }) } });
    await expect(unreachable.commands!.requestPickup!(pickup, signal)).rejects.toMatchObject({ kind: 'transient' });
  });
});
