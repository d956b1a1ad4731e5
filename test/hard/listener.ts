/** A subscriber that keeps what it is told, and how it was told to go. */
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** The subscriptions, with the object that each brings along, and what it tells of a change besides. */
export const subscriptions = {
  orderStatusChanged: { objectType: 'ORDER', member: 'order', tells: 'from to' },
  purchaseOrderStatusChanged: { objectType: 'PURCHASE_ORDER', member: 'purchaseOrder', tells: 'from to' },
  shipmentStatusChanged: { objectType: 'SHIPMENT', member: 'shipment', tells: 'from to' },
  supplierEvaluationStatusChanged: { objectType: 'SUPPLIER_EVALUATION', member: 'supplierEvaluation', tells: 'from to' },
  afterSalesCaseStatusChanged: { objectType: 'AFTER_SALES_CASE', member: 'afterSalesCase', tells: 'from to' },
  performanceReviewPublished: { objectType: 'PERFORMANCE_REVIEW', member: 'performanceReview', tells: '' },
} as const;
export type SubscriptionName = keyof typeof subscriptions;

export interface Change {
  readonly cursor: string;
  /** The states, where the subscription tells them. */
  readonly from?: string | null;
  readonly to?: string;
  /** Id of the object that changed. */
  readonly objectId: string;
}

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export interface Listener {
  readonly seen: readonly Change[];
  /** Resolves once so many changes were seen in all; rejects where the stream ends before. */
  until(count: number): Promise<void>;
  /** How the gateway closed the socket. */
  readonly closed: Promise<Closing>;
  /** Unsubscribes and disconnects. */
  stop(): Promise<void>;
}

/** Subscribes; what is committed after `after` will be seen, at whatever time the subscription arrives. */
export function listen(url: string, token: string, name: SubscriptionName, after: string): Listener {
  const { member, tells } = subscriptions[name];
  const seen: Change[] = [];
  const waiting: { count: number; done: () => void; fail: (error: Error) => void }[] = [];
  const failure: { error?: Error } = {};
  const settle = (): void => {
    for (const { count, done, fail } of waiting) {
      if (seen.length >= count) done();
      else if (failure.error) fail(failure.error);
    }
  };
  const end = (why: unknown): void => {
    failure.error ??= new Error(`${name} ended after ${seen.length} changes: ${why instanceof Error ? why.message : JSON.stringify(why)}`);
    settle();
  };
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const closed = new Promise<Closing>((resolve) => client.on('closed', (event) => resolve(event as Closing)));
  const query = `subscription ($after: Cursor) { change: ${name}(after: $after) { cursor ${tells} object: ${member} { id } } }`;
  type Told = { change: { cursor: string; from?: string | null; to?: string; object: { id: string } | null } };
  client.subscribe<Told>(
    { query, variables: { after } },
    {
      next: ({ data, errors }) => {
        if (errors || !data) return end(errors);
        const { object, ...change } = data.change;
        seen.push({ ...change, objectId: object?.id ?? 'none' });
        settle();
      },
      error: end,
      complete: () => end('completed'),
    },
  );
  return {
    seen,
    until: (count) =>
      new Promise((done, fail) => {
        waiting.push({ count, done, fail });
        settle();
      }),
    closed,
    stop: async () => client.dispose(),
  };
}

/** What a subscriber of this kind must have been told, by the log itself. */
export function expectedChanges(
  log: readonly { readonly cursor: string; readonly objectType: string; readonly objectId: string; readonly from: string | null; readonly to: string }[],
  name: SubscriptionName,
  after: string,
): Change[] {
  const { objectType: wanted, tells } = subscriptions[name];
  const start = log.findIndex(({ cursor }) => cursor === after) + 1;
  return log
    .slice(start)
    .filter(({ objectType }) => objectType === wanted)
    .map(({ cursor, from, to, objectId }) => ({ cursor, ...(tells && { from, to }), objectId }));
}
