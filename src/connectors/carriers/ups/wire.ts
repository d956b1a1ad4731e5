/** What UPS sends: the answer of its Tracking API v1, and single events by Track Alert. Other members are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { checkShape } from '../../shape.js';

/** UPS leaves nearly anything out: absent, null and empty mean the same. */
const text = (max: number) => z.string().max(max).nullish();

const address = z.object({ city: text(1_000), stateProvince: text(1_000), countryCode: text(64), country: text(64), postalCode: text(32) }).nullish();

const status = z.object({ type: text(100), code: text(100), description: text(10_000), statusCode: text(100) }).nullish();

const activity = z.object({
  date: text(100),
  time: text(100),
  gmtDate: text(100),
  gmtTime: text(100),
  gmtOffset: text(100),
  location: z.object({ address, slic: text(100) }).nullish(),
  status,
});

const parcel = z.object({
  trackingNumber: text(255),
  activity: z.array(activity).nullish(),
  currentStatus: status,
  deliveryDate: z.array(z.object({ type: text(100), date: text(100) })).nullish(),
  deliveryTime: z.object({ type: text(100), endTime: text(100) }).nullish(),
  deliveryInformation: z.object({ receivedBy: text(1_000) }).nullish(),
  packageAddress: z.array(z.object({ type: text(100), address })).nullish(),
});

const details = z.object({
  trackResponse: z.object({
    shipment: z.array(z.object({ inquiryNumber: z.string().min(1).max(255), package: z.array(parcel).nullish() })),
  }),
});

const alert = z.object({
  trackingNumber: z.string().min(1).max(255),
  localActivityDate: text(100),
  localActivityTime: text(100),
  gmtActivityDate: text(100),
  gmtActivityTime: text(100),
  gmtOffset: text(100),
  activityLocation: z.object({ city: text(1_000), stateProvince: text(1_000), country: text(64), postalCode: text(32) }).nullish(),
  activityStatus: z.object({ type: text(100), code: text(100), description: text(10_000), descriptionCode: text(100) }),
  scheduledDeliveryDate: text(100),
  actualDeliveryDate: text(100),
  deliveryEndTime: text(100),
  receivedBy: text(1_000),
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
  if (isAlert) return { kind: 'alert', alert: checkShape(alert, content) };
  return { kind: 'details', shipments: checkShape(details, content).trackResponse.shipment };
}

/** Numbers that Track Alert did not take. Throws ConnectorError('contract'). */
export function readRefusedNumbers(body: Uint8Array): readonly string[] {
  return checkShape(subscribed, readJson(body)).invalidTrackingNumbers ?? [];
}
