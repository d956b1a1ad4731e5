/** What DHL's Unified tracking answers (version 1.5). Members that are not named here are ignored. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { readShape } from '../../shapes.js';

/** Absent, null and empty mean the same; divisions leave out what they do not know. */
const text = (max: number) => z.string().max(max).nullish();

const address = z.object({ countryCode: text(64), postalCode: text(64), addressLocality: text(1_000) });
const place = z.object({ address: address.nullish() });
const person = z.object({ name: text(1_000), givenName: text(500), familyName: text(500) });

const event = z.object({
  timestamp: text(100),
  location: place.nullish(),
  statusCode: text(100),
  status: text(1_000),
  description: text(10_000),
  remark: text(10_000),
});

const shipment = z.object({
  id: z.union([z.string().max(255), z.int().transform(String)]),
  service: text(100),
  destination: place.nullish(),
  status: event.nullish(),
  estimatedTimeOfDelivery: text(100),
  estimatedDeliveryTimeFrame: z.object({ estimatedThrough: text(100) }).nullish(),
  details: z.object({ proofOfDelivery: z.object({ signed: person.nullish() }).nullish() }).nullish(),
  events: z.array(event).nullish(),
});

const answer = z.object({ shipments: z.array(shipment).max(100) });
const polled = answer.extend({ trackingNumber: z.string().min(1).max(255) });

export type Event = z.infer<typeof event>;
export type Place = z.infer<typeof place>;
export type Shipment = z.infer<typeof shipment>;
/** The answer together with the number that was asked about. */
export type Polled = z.infer<typeof polled>;

/** Throws ConnectorError('contract') for what is no answer of the tracking API. */
export function checkAnswer(content: unknown): { readonly shipments: readonly unknown[] } {
  readShape(answer, content);
  return content as { readonly shipments: readonly unknown[] };
}

/** Throws ConnectorError('contract'). */
export function readPolled(body: Uint8Array): Polled {
  return readShape(polled, readJson(body));
}
