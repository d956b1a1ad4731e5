/** EasyPost's shipments and pick-ups with their rates, as far as booking needs them. */
import { z } from 'zod';
import { optionalText, readShape } from '../../shapes.js';

const amount = z.string().regex(/^\d{1,12}(\.\d{1,8})?$/);

const messages = z.array(z.object({ message: z.unknown() })).nullish();

const rate = z.object({
  id: z.string().min(1).max(200),
  carrier: z.string().min(1).max(255),
  service: z.string().min(1).max(255),
  rate: amount,
  currency: z.string().regex(/^[A-Z]{3}$/),
});

const shipment = z.object({
  id: z.string().min(1).max(200),
  tracking_code: optionalText(255),
  refund_status: optionalText(100),
  rates: z.array(rate).nullish(),
  selected_rate: rate.nullish(),
  postage_label: z.object({ label_url: optionalText(5_000) }).nullish(),
  messages,
});

const pickupRate = z.object({ carrier: z.string().min(1).max(255), service: z.string().min(1).max(255), rate: amount });

const pickup = z.object({
  id: z.string().min(1).max(200),
  reference: optionalText(255),
  status: optionalText(100),
  confirmation: optionalText(255),
  pickup_rates: z.array(pickupRate).nullish(),
  messages,
});

const pickupPage = z.object({ pickups: z.array(z.unknown()), has_more: z.boolean().nullish() });

const marked = z.object({ id: z.string().max(200), reference: z.string().nullish() });

export type Rate = z.infer<typeof rate>;
export type Shipment = z.infer<typeof shipment>;
export type Pickup = z.infer<typeof pickup>;

/** Each throws ConnectorError('contract') naming the members that are not as documented. */
export const readShipment = (content: unknown): Shipment => readShape(shipment, content);

export const readPickup = (content: unknown): Pickup => readShape(pickup, content);

/** The pick-ups on a page that carry the mark, and the last one's id where there are more; what the others look like does not matter. */
export function findOnPage(content: unknown, mark: string): { readonly found: readonly Pickup[]; readonly next: string | null } {
  const { pickups, has_more: hasMore } = readShape(pickupPage, content);
  const ids = pickups.map((one) => marked.safeParse(one).data);
  const found = pickups.filter((_, index) => ids[index]?.reference === mark).map(readPickup);
  return { found, next: hasMore ? (ids.at(-1)?.id ?? null) : null };
}

/** What carriers say to a shipment or a pick-up, in one line. */
export function wordsOf({ messages: said }: Pick<Shipment, 'messages'>): string {
  const words = (said ?? []).flatMap(({ message }) => (message == null ? [] : [typeof message === 'string' ? message : JSON.stringify(message)]));
  return words.join('; ').slice(0, 500) || 'without a reason';
}
