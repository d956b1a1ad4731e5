/**
 * What every connector is: a `ConnectorType` (the code for one kind of outside system) makes `Connection`s
 * (one per configured instance). A member that is missing is not supported.
 */
import type { Fact, Unmapped } from '../domain/facts.js';
import type {
  Booking,
  BookingCommand,
  PickupCommand,
  PurchaseOrderCommand,
  PurchaseOrderConfirmationCommand,
  WatchedShipment,
} from '../domain/outgoing/commands.js';
import type { HttpClient } from '../http/client.js';

export { ConnectorError, type ConnectorErrorKind } from '../http/errors.js';
export type { HttpClient, HttpRequest, HttpResponse } from '../http/client.js';
export type * from '../domain/outgoing/commands.js';

/** Settings of one connector: its environment variables, without the connector's prefix. */
export type Env = Readonly<Record<string, string | undefined>>;

/** Something received from outside, raw. */
export interface Message {
  /** The sender's id of this message, or one derived from its content; unique per connector. */
  readonly messageId: string;
  /** What the sender calls it, e.g. `tracker.updated` or `sale.sale`. */
  readonly topic: string;
  /** The very bytes received. */
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly receivedAt: Date;
}

/** An incoming HTTP request before anything was parsed. Header names are in lower case. */
export interface RawRequest {
  readonly method: string;
  /** Path and query below the connector's webhook address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  readonly receivedAt: Date;
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What became of a message, for carriers that want to be told in their own words. */
export interface Outcome {
  readonly result: 'applied' | 'duplicate' | 'parked';
  readonly reason: string | null;
}

export interface Normalised {
  readonly facts: readonly Fact[];
  readonly unmapped: readonly Unmapped[];
  /** True where the message says that something has changed there and not what: only a pull brings it, so that one is asked for. */
  readonly isNotice?: boolean;
}

export interface CheckResult {
  readonly ok: boolean;
  /** One line for a person: what was reached as whom, or what is wrong and what to do. */
  readonly detail: string;
}

/**
 * What an outside system can be told to do. Each takes the same command twice without doing it twice; where the system
 * knows no such key, by looking first whether it was done; where that cannot be seen and it may have been done, by refusing.
 */
export interface Commands {
  confirmPurchaseOrder?(command: PurchaseOrderConfirmationCommand, signal: AbortSignal): Promise<{ version: string | null }>;
  /** Answers with the supplier's own number of the order, where it gives one. */
  sendPurchaseOrder?(command: PurchaseOrderCommand, signal: AbortSignal): Promise<{ reference: string | null }>;
  /** Asks to be told of a parcel from now on; for systems that tell only of parcels that they were asked to follow. */
  followShipment?(shipment: WatchedShipment, signal: AbortSignal): Promise<void>;
  bookShipment?(command: BookingCommand, signal: AbortSignal): Promise<Booking>;
  /** Answers with the number by which the carrier knows the pick-up. */
  requestPickup?(command: PickupCommand, signal: AbortSignal): Promise<{ confirmation: string }>;
}

export interface Connection {
  /** Can we reach it, as whom, with the rights we need? Never throws for an ordinary failure. */
  check(signal: AbortSignal): Promise<CheckResult>;
  /** Messages since `cursor` (null: from the beginning), page by page, each with the cursor that stands after it. */
  pull?(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
  /** What a pull would bring, without changing anything on their side. Missing: a pull itself changes nothing there. */
  peek?: Connection['pull'];
  /** The cursor with which a pull brings what changed since this time; missing: it can only begin anew. */
  cursorSince?(since: Date): string;
  readonly webhook?: {
    /** True where the address is the secret: messages then come one level below the webhook's own address. */
    readonly secretAddress?: boolean;
    /** Checks the signature over the raw bytes in constant time and reads the id. Throws ConnectorError('auth' | 'contract'). */
    verify(request: RawRequest): Message;
    acknowledge?(outcome: Outcome): Reply;
    /** Answers a sender's address check; null where the request is an ordinary message. */
    handshake?(request: RawRequest): Reply | null;
  };
  /** Pure: the same message always gives the same facts. Throws ConnectorError('contract') where it cannot be read. */
  normalise(message: Message): Normalised;
  readonly commands?: Commands;
  /** Numbers of the suppliers whom this connector reaches; for `sendPurchaseOrder`. */
  readonly suppliers?: readonly string[];
  /** Names or numbers of the carriers that it follows; missing: all. For `followShipment`. */
  readonly carriers?: readonly string[];
  /** Days after which `followShipment` ends by itself, so that it is asked for again before; missing: it does not end. */
  readonly followDays?: number;
}

export interface Log {
  info(details: object, text: string): void;
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

export interface ConnectorDeps {
  readonly http: HttpClient;
  /**
   * Shipments with a tracking number that are not at their end, by tracking number; for systems that have to be asked
   * parcel by parcel. `carriers` are names or numbers of our carriers, whatever their case; null: of every carrier.
   */
  readonly watched: (carriers: readonly string[] | null) => Promise<readonly WatchedShipment[]>;
  readonly now: () => Date;
  readonly log: Log;
}

export interface ConnectorType<Config = unknown> {
  /** The code of the type: `easypost`, `tryton` … */
  readonly type: string;
  readonly kind: 'erp' | 'supplier' | 'carrier';
  /** Reads the settings. Throws ConnectorError('config') whose message names every variable that is wrong. */
  parseConfig(env: Env): Config;
  connect(config: Config, deps: ConnectorDeps): Connection;
  /** Milliseconds from one call to the next, where their terms allow no more; missing: as they come. `deps.http` sees to it. */
  minIntervalMs?(config: Config): number;
}

/** A configured connector with what is known of it without asking the outside system. */
export interface DescribedConnector {
  readonly id: string;
  /** The code of its type, e.g. `easypost`. */
  readonly type: string;
  readonly kind: ConnectorType['kind'];
  readonly connection: Connection;
  /** Whether calls go out: after many failures in a row they are held back for a while. */
  readonly breaker: () => 'closed' | 'open' | 'probing';
}
