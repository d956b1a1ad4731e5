/** Shippo's shipments, rates, transactions and pick-ups, as far as booking and fetching need them. */
import { z } from 'zod';
import { ConnectorError } from '../../contract.js';
import { optionalText, readShape } from '../../shapes.js';
import { lookUp } from '../../tracking-events.js';

const id = z.string().min(1).max(200);
const texts = z.array(z.object({ text: optionalText(10_000) })).nullish();

const rate = z.object({
  object_id: id,
  amount: z.string().regex(/^\d{1,12}(\.\d{1,8})?$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
  provider: optionalText(255),
  servicelevel: z.object({ token: optionalText(255) }).nullish(),
});

const shipment = z.object({
  status: optionalText(100),
  rates: z.array(rate).nullish(),
  messages: texts,
});

const transaction = z.object({
  object_id: id,
  object_created: optionalText(100),
  status: z.string().max(100),
  tracking_number: optionalText(255),
  label_url: optionalText(5_000),
  messages: texts,
});

const pickup = z.object({
  object_id: id,
  status: z.enum(['PENDING', 'CONFIRMED', 'ERROR', 'CANCELLED']),
  confirmation_code: optionalText(255),
  // Documented as texts; whatever it is, it makes no pick-up unread.
  messages: z.array(z.unknown()).nullish(),
});

const withRate = z.object({ rate: z.union([id, z.object({ object_id: id }).transform(({ object_id }) => object_id)]) });
const withAccount = z.object({ carrier_account: id });

export type Pickup = z.infer<typeof pickup>;
export type Rate = z.infer<typeof rate>;
export type Shipment = z.infer<typeof shipment>;
export type Transaction = z.infer<typeof transaction>;

/** What a transaction's status means for a label. */
const STATES = {
  SUCCESS: 'bought',
  WAITING: 'pending',
  QUEUED: 'pending',
  ERROR: 'failed',
  REFUNDED: 'returned',
  REFUNDPENDING: 'returned',
  // The label was used before it was handed back: it is still paid for.
  REFUNDREJECTED: 'bought',
} as const satisfies Record<string, string>;

export type LabelState = (typeof STATES)[keyof typeof STATES];

/** Throws ConnectorError('contract') for a status that is not known. */
export function stateOf({ status }: Transaction): LabelState {
  const state = lookUp<LabelState>(STATES, status);
  if (!state) throw new ConnectorError('contract', `Shippo calls a transaction ${status.slice(0, 100)}`);
  return state;
}

const page = z.object({ next: z.string().nullish(), results: z.array(z.unknown()) });

const marked = z.object({ metadata: z.string() });

export interface ShipmentPage {
  /** The shipment that carries the mark and has rates; null: none on this page. */
  readonly found: Shipment | null;
  readonly hasMore: boolean;
}

/** Looks for a mark on a page of shipments; what the others on it look like does not matter. */
export function findOnPage(content: unknown, mark: string): ShipmentPage {
  const { next, results } = readShape(page, content);
  const own = results.filter((one) => marked.safeParse(one).data?.metadata === mark).map(readShipment);
  // An empty page that claims more would make us walk for ever.
  return { found: own.find(({ rates }) => rates?.length) ?? null, hasMore: Boolean(next) && results.length > 0 };
}

export function readShipment(content: unknown): Shipment {
  return readShape(shipment, content);
}

export function readTransaction(content: unknown): Transaction {
  return readShape(transaction, content);
}

export function readTransactions(content: unknown): readonly Transaction[] {
  return readShape(page, content).results.map(readTransaction);
}

/** The rate that a transaction bought. */
export function readRateId(content: unknown): string {
  return readShape(withRate, content).rate;
}

/** The carrier's account by which a rate was given. */
export function readAccount(content: unknown): string {
  return readShape(withAccount, content).carrier_account;
}

export function readPickup(content: unknown): Pickup {
  return readShape(pickup, content);
}

/** What Shippo says to a shipment or a transaction, in one line. */
export function wordsOf({ messages }: Pick<Shipment, 'messages'>): string {
  return (messages ?? []).flatMap(({ text }) => text ?? []).join('; ').slice(0, 500) || 'without a reason';
}
