/** What applying facts answers, and how one of them says that it cannot be applied. */
import type { DomainError, ProblemCode } from '../errors.js';
import type { Fact } from '../facts.js';
import type { Standards } from './standards.js';
import type { TrackedShipment } from './tracked.js';

/** Whose facts they are. */
export interface ApplyOptions {
  /** The connector's id, or the name of an import: the system whose ids the facts use. */
  readonly system: string;
  /** True where the system masters its records: its word is taken even where it breaks a transition table. */
  readonly master: boolean;
  /** True where a message is read again that was applied before: the version that a record stands at may say more by now. */
  readonly again?: boolean;
  /** The company's calendar and zone; China's where absent. */
  readonly standards?: Standards;
  /** The shipments that tracking facts speak of, where they were read with their locks. */
  readonly tracked?: readonly TrackedShipment[];
  /** Told of each fact that changed something. */
  readonly onApplied?: (fact: Fact) => void;
}

/** Why a fact was set aside: it names a record that we do not have, or it breaks a rule. */
export type ParkReason =
  | ProblemCode
  | 'UNKNOWN_CUSTOMER'
  | 'UNKNOWN_SUPPLIER'
  | 'UNKNOWN_CARRIER'
  | 'UNKNOWN_PRODUCT'
  | 'UNKNOWN_ORDER_LINE'
  | 'UNKNOWN_PURCHASE_ORDER'
  | 'UNKNOWN_PURCHASE_ORDER_LINE'
  | 'UNKNOWN_SHIPMENT'
  | 'PURCHASE_ORDER_AMBIGUOUS'
  | 'NUMBER_TAKEN'
  | 'NOT_FIRST_STATE';

export type ParkParams = Readonly<Record<string, string | number>>;

/** A fact that was not applied. Nothing of it was; it can be applied again once the reason is gone. */
export interface ParkedFact {
  readonly fact: Fact;
  readonly reason: ParkReason;
  readonly params: ParkParams;
}

export interface ApplyResult {
  /** Facts that changed something. */
  readonly applied: number;
  /** Facts that said nothing new: seen before, older than what we hold, or equal to it. */
  readonly unchanged: number;
  readonly parked: readonly ParkedFact[];
}

/** Thrown while one fact is applied, before anything of it was changed; the others go on. */
export class CannotApply extends Error {
  override readonly name = 'CannotApply';

  constructor(
    readonly reason: ParkReason,
    readonly params: ParkParams,
  ) {
    super(describeReason(reason, params));
  }

  /** A rule's refusal, in the words of its first problem. */
  static from(error: DomainError): CannotApply {
    const [first] = error.problems;
    if (!first) return new CannotApply('CONFLICT', {});
    return new CannotApply(first.code, first.path.length > 0 ? { ...first.params, at: first.path.join('.') } : first.params);
  }
}

/** One line for the operator: `UNKNOWN_SHIPMENT {"trackingNumber":"1Z…"}`. */
export function describeReason(reason: string, params: ParkParams): string {
  return Object.keys(params).length > 0 ? `${reason} ${JSON.stringify(params)}` : reason;
}
