/** What UPS sends: the answer of its Tracking API v1, and single events by Track Alert. Other members are ignored. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { readJson } from '../../json.js';
import { optionalText, readShape } from '../../shapes.js';

const address = z.object({ city: optionalText(1_000), stateProvince: optionalText(1_000), countryCode: optionalText(64), country: optionalText(64), postalCode: optionalText(32) }).nullish();

const status = z.object({ type: optionalText(100), code: optionalText(100), description: optionalText(10_000), statusCode: optionalText(100) }).nullish();

const activity = z.object({
  date: optionalText(100),
  time: optionalText(100),
  gmtDate: optionalText(100),
  gmtTime: optionalText(100),
  gmtOffset: optionalText(100),
  location: z.object({ address, slic: optionalText(100) }).nullish(),
  status,
});

const parcel = z.object({
  trackingNumber: optionalText(255),
  activity: z.array(activity).nullish(),
  currentStatus: status,
  deliveryDate: z.array(z.object({ type: optionalText(100), date: optionalText(100) })).nullish(),
  deliveryTime: z.object({ type: optionalText(100), endTime: optionalText(100) }).nullish(),
  deliveryInformation: z.object({ receivedBy: optionalText(1_000) }).nullish(),
  packageAddress: z.array(z.object({ type: optionalText(100), address })).nullish(),
});

const details = z.object({
  trackResponse: z.object({
    shipment: z.array(z.object({ inquiryNumber: z.string().min(1).max(255), package: z.array(parcel).nullish() })),
  }),
});

const alert = z.object({
  trackingNumber: z.string().min(1).max(255),
  localActivityDate: optionalText(100),
  localActivityTime: optionalText(100),
  gmtActivityDate: optionalText(100),
  gmtActivityTime: optionalText(100),
  gmtOffset: optionalText(100),
  activityLocation: z.object({ city: optionalText(1_000), stateProvince: optionalText(1_000), country: optionalText(64), postalCode: optionalText(32) }).nullish(),
  activityStatus: z.object({ type: optionalText(100), code: optionalText(100), description: optionalText(10_000), descriptionCode: optionalText(100) }),
  scheduledDeliveryDate: optionalText(100),
  actualDeliveryDate: optionalText(100),
  deliveryEndTime: optionalText(100),
  receivedBy: optionalText(1_000),
});

const subscribed = z.object({ validTrackingNumbers: z.array(z.string()).nullish(), invalidTrackingNumbers: z.array(z.string()).nullish() });

/** Local or GMT date (`YYYYMMDD`), time (`HHMMSS`) and offset as UPS writes them. */
export interface WrittenTime {
  readonly date?: string | null;
  readonly time?: string | null;
  readonly gmtDate?: string | null;
  readonly gmtTime?: string | null;
  readonly gmtOffset?: string | null;
}

export type Address = z.infer<typeof address>;
export type Status = z.infer<typeof status>;
export type Activity = z.infer<typeof activity>;
export type Parcel = z.infer<typeof parcel>;
export type Shipment = z.infer<typeof details>['trackResponse']['shipment'][number];
export type Alert = z.infer<typeof alert>;

export type Told = { readonly kind: 'details'; readonly shipments: readonly Shipment[] } | { readonly kind: 'alert'; readonly alert: Alert };

/** Reads either kind of message. Throws ConnectorError('contract') naming every member that is not as documented. */
export function readTold(body: Uint8Array): Told {
  const content = readJson(body);
  const isAlert = typeof content === 'object' && content !== null && Object.hasOwn(content, 'activityStatus');
  if (isAlert) return { kind: 'alert', alert: readShape(alert, content) };
  return { kind: 'details', shipments: readShape(details, content).trackResponse.shipment };
}

/** Numbers that Track Alert did not take. Throws ConnectorError('contract'). */
export function readRefusedNumbers(body: Uint8Array): readonly string[] {
  const { validTrackingNumbers, invalidTrackingNumbers } = readShape(subscribed, readJson(body));
  // Who speaks of no number at all has not taken ours.
  if (validTrackingNumbers == null && invalidTrackingNumbers == null) throw new ConnectorError('contract', 'no answer of Track Alert');
  return invalidTrackingNumbers ?? [];
}
