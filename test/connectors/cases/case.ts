import type { Env, Message } from '../../../src/connectors/contract.js';

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
  /** True where it speaks something else than HTTP; what its failures end in has tests of its own. */
  readonly isNotHttp?: boolean;
}

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  /** Path below the connector's webhook address; `/` by default. */
  readonly url?: string;
  /** The body as it is sent, where the signature goes into it; by default the one given. */
  readonly body?: Uint8Array;
}
