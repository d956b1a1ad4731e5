/** Subscriptions to events: what is asked for, and how it is found again. */
import { z } from 'zod';
import { readJson } from '../../json.js';
import { readShape } from '../../shapes.js';

export type Subscription = Readonly<Record<string, unknown>>;

const subscriptions = z.array(z.looseObject({ callbackUrl: z.string() }));

/** Throws ConnectorError('contract'). */
export function readSubscriptions(body: Uint8Array): readonly Subscription[] {
  return readShape(subscriptions, readJson(body));
}

/** Lists of one are written with and without brackets. */
export function subscriptionTo(callbackUrl: string, query: Readonly<Record<string, string>>): { readonly body: object; readonly isMetBy: (other: Subscription) => boolean } {
  const filters = Object.entries(query);
  return {
    body: { callbackUrl, ...Object.fromEntries(filters.map(([name, value]) => [name, name.endsWith('Codes') ? [value] : value])) },
    isMetBy: (other) => other.callbackUrl === callbackUrl && filters.every(([name, value]) => Object.hasOwn(other, name) && [other[name]].flat().join() === value),
  };
}
