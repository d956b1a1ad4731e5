/**
 * What every connector is: a `ConnectorType` (the code for one kind of outside system) makes `Connection`s
 * (one per configured instance). A member that is missing is not supported.
 */
import type { Fact, Unmapped } from '../domain/facts.js';
import type { HttpClient } from '../http/client.js';

export { ConnectorError, type ConnectorErrorKind } from '../http/errors.js';
export type { HttpClient, HttpRequest, HttpResponse } from '../http/client.js';

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
}

export interface CheckResult {
  readonly ok: boolean;
  /** One line for a person: what was reached as whom, or what is wrong and what to do. */
  readonly detail: string;
}

/** A supplier's answer as it is written back into the ERP. */
export interface PurchaseOrderConfirmationCommand {
  readonly purchaseOrder: { readonly externalId: string; readonly version: string | null };
  readonly supplierReference: string | null;
  readonly note: string | null;
  readonly lines: readonly {
    readonly externalId: string;
    readonly answer: 'ACCEPT' | 'CHANGE' | 'BACKORDER' | 'REFUSE';
    readonly quantity: string | null;
    readonly promisedDate: string | null;
    readonly unitPrice: string | null;
  }[];
}

/** What an outside system can be told to do. Each takes the same command twice without doing it twice. */
export interface Commands {
  confirmPurchaseOrder?(command: PurchaseOrderConfirmationCommand, signal: AbortSignal): Promise<{ version: string | null }>;
}

export interface Connection {
  /** Can we reach it, as whom, with the rights we need? Never throws for an ordinary failure. */
  check(signal: AbortSignal): Promise<CheckResult>;
  /** Messages since `cursor` (null: from the beginning), page by page, each with the cursor that stands after it. */
  pull?(cursor: string | null, signal: AbortSignal): AsyncIterable<{ messages: Message[]; cursor: string }>;
  readonly webhook?: {
    /** Checks the signature over the raw bytes in constant time and reads the id. Throws ConnectorError('auth' | 'contract'). */
    verify(request: RawRequest): Message;
    acknowledge?(outcome: Outcome): Reply;
    /** Answers a sender's address check; null where the request is an ordinary message. */
    handshake?(request: RawRequest): Reply | null;
  };
  /** Pure: the same message always gives the same facts. Throws ConnectorError('contract') where it cannot be read. */
  normalise(message: Message): Normalised;
  readonly commands?: Commands;
}

export interface Log {
  info(details: object, text: string): void;
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

export interface ConnectorDeps {
  readonly http: HttpClient;
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
}
