import type { Commands, Env, Message } from '../../../src/connectors/contract.js';
import type { UpstreamAnswer, UpstreamRequest } from '../../support/upstream.js';

/** What the contract suite must know of a connector type to put it through its tests. */
export interface ContractCase {
  /** Complete and valid settings, with which every outside call goes to `upstream`. */
  readonly settings: (upstream: string) => Env;
  /** Variables that must be named when nothing is set at all. */
  readonly required: readonly string[];
  /** Messages as the outside system sends them; each normalises without an error. The first one gives facts. */
  readonly messages: readonly Message[];
  /** A webhook with this body as the outside system sends it under `settings`; for types that take webhooks. */
  readonly sign?: (body: Uint8Array, settings: Env) => SignedRequest;
  /** True where nothing proves that the body is the sender's: only its address is secret. */
  readonly bodyIsNotSigned?: boolean;
  /** The outside system in good health; for types that talk HTTP. What the failures of others end in has tests of its own. */
  readonly system?: OutsideSystem;
  /** One of the commands that it takes, and settings that this one asks for; for types that take commands. */
  readonly command?: CommandCase;
  /** How content is read out of a message's body and put into one, for bodies that are not plain JSON. */
  readonly codec?: Codec;
  /** True for two bodies that say the same in other bytes (`%7B` and `%7b`), where not the bytes but what they say is signed. */
  readonly saysTheSame?: (one: Uint8Array, other: Uint8Array) => boolean;
}

export interface OutsideSystem {
  /**
   * What the system answers that has these records, of one kind, all changed at the same time; or, where it is asked about
   * parcels, that knows these numbers. In pages of `perPage` records.
   */
  answer(request: UpstreamRequest, records: readonly string[], changedAt: Date): UpstreamAnswer;
  /** True for the call with which a connector signs in before it asks for anything; missing where there is none. */
  signsIn?(request: UpstreamRequest): boolean;
  /** By default 1. */
  readonly perPage?: number;
  /**
   * From when on a request wants changes, by the outside system's clock; null: all. Missing where changes cannot be asked for:
   * parcels are asked about one by one.
   */
  asksSince?(request: UpstreamRequest): Date | null;
}

export interface CommandCase {
  readonly settings?: Env;
  /** True where any answer with a 2xx means that it was done, whatever it says: what it says is for the profile to find. */
  readonly anyAnswerIsYes?: boolean;
  send(commands: Commands, signal: AbortSignal): Promise<unknown>;
}

export interface Codec {
  read(message: Message): unknown;
  /** A body like the message's with another content, which may be anything. */
  write(content: unknown, like: Message): Uint8Array;
}

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** Path below the connector's webhook address; `/` by default. */
  readonly url?: string;
  /** The body as it is sent, where the signature goes into it; by default the one given. */
  readonly body?: Uint8Array;
}
