import type { BookingCommand, PickupCommand } from '../../src/connectors/contract.js';
import { ups } from '../../src/connectors/carriers/ups/index.js';
import { connect } from '../fixtures/ups/shared.js';
import { bookingOf, pickupOf, type Answer, type Json } from '../support/bookings.js';
import { outsideSystem, refusalOf, type Call, type OutsideSystem } from '../support/carrier.js';

const { signal } = new AbortController();
const place = { company: null, region: null, phone: null, email: null };
const command = bookingOf({
  from: { ...place, name: 'Eva', company: 'Werkzeug GmbH', street: ['Kai 1', 'Tor 4'], city: 'Hamburg', postalCode: '20457', country: 'DE', phone: '+49 (40) 555-0100' },
  to: { ...place, name: 'Ann', street: ['Gasse 2'], city: 'Graz', postalCode: '8010', country: 'AT', email: 'ann@example.org' },
  parcels: [{ weightKg: '1.250', sizeCm: ['20', '30.2', '10'] }, { weightKg: '2', sizeCm: null }],
  service: '11',
});
const pickup = pickupOf(command, '1ZA12B340000000001/11/AT/2', '+01:00');

const refusal = (status: number, code: string): Answer => [status, { response: { errors: [{ code, message: 'no' }] } }];

/** UPS with one account. `losesNext`: the next booking or pick-up is done, but its answer breaks off. */
class Account {
  readonly shipments: { number: string; mark: string; isVoided: boolean; content: Json }[] = [];
  readonly pickups: Json[] = [];
  losesNext = false;
  recovery: Answer | null = null;
  pickupStatus = '002';
  rates: Json[] = [
    { Service: { Code: '07' }, TotalCharges: { CurrencyCode: 'EUR', MonetaryValue: '40.00' } },
    { Service: { Code: '11' }, TotalCharges: { CurrencyCode: 'EUR', MonetaryValue: '19.50' }, NegotiatedRateCharges: { TotalCharge: { CurrencyCode: 'EUR', MonetaryValue: '9.90' } } },
    { Service: { Code: '65' }, TotalCharges: { CurrencyCode: 'EUR', MonetaryValue: '12.00' } },
  ];

  readonly answer = (call: Call): Answer => {
    const content = call.body as Json;
    switch (`${call.method} ${call.url.pathname}`) {
      case 'POST /security/v1/oauth/token':
        return [200, { access_token: 'token', expires_in: '14399' }];
      case 'POST /api/labels/v1/recovery':
        return this.recovery ?? this.recover(content);
      case 'POST /api/rating/v2409/Shop':
        return [200, { RateResponse: { RatedShipment: this.rates } }];
      case 'POST /api/shipments/v2409/ship':
        return this.kept(this.ship(content));
      case 'GET /api/shipments/v2409/pickup/oncall':
        return this.pending(call.headers['accountnumber'] as string);
      case 'POST /api/pickupcreation/v2409/pickup':
        this.pickups.push((content['PickupCreationRequest'] as Json));
        return this.kept({ PickupCreationResponse: { PRN: `292900000${this.pickups.length}` } });
      default:
        return [404, {}];
    }
  };

  recover(content: Json): Answer {
    const { ReferenceNumber, ShipperNumber } = (content['LabelRecoveryRequest'] as { ReferenceValues: { ReferenceNumber: { Value: string }; ShipperNumber: string } }).ReferenceValues;
    const found = this.shipments.find(({ mark }) => mark === ReferenceNumber.Value && ShipperNumber === 'A12B34');
    if (!found) return refusal(400, '9801031');
    if (found.isVoided) return refusal(400, '9801040');
    const LabelResults = { TrackingNumber: found.number, LabelImage: { GraphicImage: 'R0lG', URL: `https://labels.example/${found.number}` } };
    return [200, { LabelRecoveryResponse: { ShipmentIdentificationNumber: found.number, LabelResults } }];
  }

  ship(content: Json): Json {
    const { Shipment } = content['ShipmentRequest'] as { Shipment: { ReferenceNumber?: Json[]; Package: { ReferenceNumber?: Json[] }[] } };
    const [reference] = Shipment.ReferenceNumber ?? Shipment.Package[0]!.ReferenceNumber ?? [];
    const number = `1ZA12B34000000000${this.shipments.length + 1}`;
    this.shipments.push({ number, mark: String(reference?.['Value']), isVoided: false, content });
    const ShipmentResults = {
      ShipmentIdentificationNumber: number,
      ShipmentCharges: { TotalCharges: { CurrencyCode: 'EUR', MonetaryValue: '19.50' } },
      NegotiatedRateCharges: { TotalCharge: { CurrencyCode: 'EUR', MonetaryValue: '9.90' } },
      PackageResults: [{ TrackingNumber: number }],
      LabelURL: `https://labels.example/${number}`,
    };
    return { ShipmentResponse: { ShipmentResults } };
  }

  pending(account: string): Answer {
    if (account !== 'A12B34' || this.pickups.length === 0) return refusal(400, '190102');
    const PendingStatus = this.pickups.map(({ ReferenceNumber }, index) => ({ PRN: `292900000${index + 1}`, OnCallStatusCode: this.pickupStatus, ReferenceNumber }));
    return [200, { PickupPendingStatusResponse: { PendingStatus } }];
  }

  private kept(content: Json): Answer {
    const isLost = this.losesNext;
    this.losesNext = false;
    return [isLost ? 0 : 200, content];
  }
}

let account: Account;
let system: OutsideSystem;
const commands = () => connect({ ACCOUNT_NUMBER: 'A12B34', BASE_URL: system.url }, { http: system.http }).commands!;
const book = (change: Partial<BookingCommand> = {}) => commands().bookShipment!({ ...command, ...change }, signal);
const fetchGoods = (change: Partial<PickupCommand> = {}) => commands().requestPickup!({ ...pickup, ...change }, signal);
const callsTo = (path: string): Call[] => system.calls.filter(({ url }) => url.pathname === path);

beforeEach(async () => {
  account = new Account();
  system = await outsideSystem((call) => account.answer(call));
});
afterEach(() => system.close());

it('without an account books nothing, and names an account that is none', () => {
  expect(connect().commands).toBeUndefined();
  expect(Object.keys(connect({ ACCOUNT_NUMBER: 'A12B34' }).commands!)).toEqual(['bookShipment', 'requestPickup']);
  expect(refusalOf(() => ups.parseConfig({ CLIENT_ID: 'id', CLIENT_SECRET: 'secret', ACCOUNT_NUMBER: '12' })).message).toMatch(/ACCOUNT_NUMBER/);
});

describe('booking', () => {
  it('ships with the service that is named, and answers with number, price and label', async () => {
    expect(await book()).toEqual({
      trackingNumber: '1ZA12B340000000001',
      externalId: '1ZA12B340000000001/11/AT/2',
      carrier: 'UPS',
      service: '11',
      price: { amount: '9.90', currency: 'EUR' },
      labelUrl: 'https://labels.example/1ZA12B340000000001',
    });
    const [{ mark, content }] = account.shipments as [Account['shipments'][number]];
    const party = {
      Name: 'Werkzeug GmbH',
      AttentionName: 'Eva',
      Phone: { Number: '49405550100' },
      Address: { AddressLine: ['Kai 1', 'Tor 4'], City: 'Hamburg', PostalCode: '20457', CountryCode: 'DE' },
    };
    expect(mark).toMatch(/^[0-9a-f]{30}$/);
    expect(content).toEqual({
      ShipmentRequest: {
        Request: { RequestOption: 'nonvalidate' },
        Shipment: {
          Shipper: { ...party, ShipperNumber: 'A12B34' },
          ShipFrom: party,
          ShipTo: { Name: 'Ann', AttentionName: 'Ann', EMailAddress: 'ann@example.org', Address: { AddressLine: ['Gasse 2'], City: 'Graz', PostalCode: '8010', CountryCode: 'AT' } },
          PaymentInformation: { ShipmentCharge: [{ Type: '01', BillShipper: { AccountNumber: 'A12B34' } }] },
          ShipmentRatingOptions: { NegotiatedRatesIndicator: 'X' },
          Service: { Code: '11' },
          ShipmentDate: '20260306',
          ShipmentServiceOptions: { LabelDelivery: { LabelLinksIndicator: 'X' } },
          ReferenceNumber: [{ Value: mark }, { Value: 'SH-1' }],
          Package: [
            {
              Packaging: { Code: '02' },
              Dimensions: { UnitOfMeasurement: { Code: 'CM' }, Length: '31', Width: '20', Height: '10' },
              PackageWeight: { UnitOfMeasurement: { Code: 'KGS' }, Weight: '1.3' },
            },
            { Packaging: { Code: '02' }, PackageWeight: { UnitOfMeasurement: { Code: 'KGS' }, Weight: '2.0' } },
          ],
        },
        LabelSpecification: { LabelImageFormat: { Code: 'GIF' }, HTTPUserAgent: 'Mozilla/4.5' },
      },
    });
    expect(callsTo('/api/rating/v2409/Shop')).toEqual([]);
  });

  it('within the United States states pounds and inches, and references with the parcels', async () => {
    const country = { country: 'US' };
    await book({ from: { ...command.from, ...country }, to: { ...command.to, ...country } });
    const { Shipment } = account.shipments[0]!.content['ShipmentRequest'] as { Shipment: Json };
    expect(Shipment).not.toHaveProperty('ReferenceNumber');
    expect((Shipment['Package'] as Json[])[0]).toMatchObject({
      ReferenceNumber: [{ Value: account.shipments[0]!.mark }, { Value: 'SH-1' }],
      Dimensions: { UnitOfMeasurement: { Code: 'IN' }, Length: '12', Width: '8', Height: '4' },
      PackageWeight: { UnitOfMeasurement: { Code: 'LBS' }, Weight: '2.8' },
    });
  });

  it('takes the cheapest service by the rates of the account where none is named', async () => {
    expect(await book({ service: null })).toMatchObject({ service: '11' });
    expect(callsTo('/api/rating/v2409/Shop')[0]!.body).toMatchObject({ RateRequest: { Shipment: { Package: [{ PackagingType: { Code: '02' } }, {}] } } });
    account.rates = [];
    await expect(book({ service: null, idempotencyKey: 'another' })).rejects.toMatchObject({ kind: 'rejected' });
  });

  it('is done once, however often it is asked for: what was lost with an answer is recovered, but for the price', async () => {
    account.losesNext = true;
    await expect(book()).rejects.toMatchObject({ kind: 'transient', details: { mayBeDone: true } });
    expect(await book()).toEqual({
      trackingNumber: '1ZA12B340000000001',
      externalId: '1ZA12B340000000001/11/AT/2',
      carrier: 'UPS',
      service: '11',
      price: null,
      labelUrl: 'https://labels.example/1ZA12B340000000001',
    });
    expect(account.shipments).toHaveLength(1);
    expect(await book({ idempotencyKey: 'another one' })).toMatchObject({ trackingNumber: '1ZA12B340000000002' });
  });

  it('buys no second label after one that was voided', async () => {
    await book();
    account.shipments[0]!.isVoided = true;
    await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('voided') as unknown });
    expect(account.shipments).toHaveLength(1);
  });

  it('buys nothing where it is not told whether it was booked', async () => {
    account.recovery = refusal(400, '9999999');
    await expect(book()).rejects.toMatchObject({ kind: 'rejected', message: expect.stringContaining('9999999') as unknown });
    expect(account.shipments).toEqual([]);
  });
});

describe('a pick-up', () => {
  it('is asked for by the clocks of the place', async () => {
    expect(await fetchGoods()).toEqual({ confirmation: '2929000001' });
    expect(account.pickups).toEqual([
      {
        Request: {},
        RatePickupIndicator: 'N',
        Shipper: { Account: { AccountNumber: 'A12B34', AccountCountryCode: 'DE' } },
        PickupDateInfo: { PickupDate: '20260306', ReadyTime: '0900', CloseTime: '1730' },
        PickupAddress: {
          CompanyName: 'Werkzeug GmbH',
          ContactName: 'Eva',
          AddressLine: ['Kai 1, Tor 4'],
          City: 'Hamburg',
          PostalCode: '20457',
          CountryCode: 'DE',
          ResidentialIndicator: 'N',
          Phone: { Number: '49405550100' },
        },
        AlternateAddressIndicator: 'Y',
        PickupPiece: [{ ServiceCode: '011', Quantity: '2', DestinationCountryCode: 'AT', ContainerCode: '01' }],
        TotalWeight: { UnitOfMeasurement: 'KGS', Weight: '3.3' },
        OverweightIndicator: 'N',
        TrackingData: [{ TrackingNumber: '1ZA12B340000000001' }],
        PaymentMethod: '01',
        ReferenceNumber: expect.stringMatching(/^[0-9a-f]{30}$/) as unknown,
        ShippingLabelsAvailable: 'Y',
      },
    ]);
  });

  it('is asked for once, although its answer was lost', async () => {
    account.losesNext = true;
    await expect(fetchGoods()).rejects.toMatchObject({ kind: 'transient', details: { mayBeDone: true } });
    expect(await fetchGoods()).toEqual({ confirmation: '2929000001' });
    expect(account.pickups).toHaveLength(1);
  });

  it('is asked for anew after one that was cancelled', async () => {
    await fetchGoods();
    account.pickupStatus = '007';
    expect(await fetchGoods()).toEqual({ confirmation: '2929000002' });
  });

  it.each([
    ['over midnight', { readyTo: '2026-03-07T02:00:00+01:00' }],
    ['without a phone number', { from: { ...command.from, phone: null } }],
    ['of a booking whose service is not known', { bookings: ['1ZA12B340000000001//AT/2'] }],
  ])('%s is refused before UPS is asked', async (_, change) => {
    await expect(fetchGoods(change)).rejects.toMatchObject({ kind: 'rejected' });
    expect(system.calls).toEqual([]);
  });

  it('announces heavy parcels', async () => {
    await fetchGoods({ parcels: [{ weightKg: '32.1', sizeCm: null }] });
    expect(account.pickups[0]).toMatchObject({ OverweightIndicator: 'Y' });
  });
});
