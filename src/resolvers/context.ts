/** What every resolver gets with a request. */
import type { Feed } from '../domain/live/feed.js';
import type { PlanContext } from '../plan/index.js';
import type { Language } from '../schema/messages.js';

export interface GatewayContext extends PlanContext {
  /** Language of messages for people, from `Accept-Language`. */
  readonly language: Language;
  /** Door through which the request came, for the audit trail. */
  readonly channel: string;
  /** `Idempotency-Key` header, if any. */
  readonly idempotencyKey: string | null;
  /** For the log. */
  readonly requestId: string;
  /** The live feed of this process; subscriptions are made before a resolver object exists. */
  readonly feed: Feed;
  /** Aborted when the caller is gone. */
  readonly signal: AbortSignal;
}
