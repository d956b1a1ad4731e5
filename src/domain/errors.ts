/**
 * Refusals. `Problem` is an expected one: it goes back to the asker as a typed result, all problems at once.
 * `DomainError` is thrown where no typed result fits; the schema maps its `code` in one place.
 *
 * Codes and their parameters stand in `problemParams`; the sentences for people stand in `schema/messages.ts`.
 */

/** Every problem that the gateway can name, with the parameters that its sentence needs. */
export const problemParams = {
  // Anything
  NOT_FOUND: [],
  FORBIDDEN: [],
  CONFLICT: [],
  UNAVAILABLE: [],
  REQUIRED: [],
  TEXT_INVALID: [],
  TEXT_TOO_LONG: ['max'],
  LIST_EMPTY: [],
  LIST_TOO_LONG: ['max'],
  VALUE_UNKNOWN: ['value'],
  DATE_INVALID: ['value'],
  INSTANT_INVALID: ['value'],
  RANGE_INVALID: ['from', 'to'],
  DECIMAL_INVALID: ['value'],
  DECIMAL_TOO_FINE: ['value', 'scale'],
  QUANTITY_NOT_POSITIVE: ['value'],
  QUANTITY_TOO_LARGE: ['value', 'max'],
  PRICE_NEGATIVE: ['value'],
  PRICE_TOO_LARGE: ['value', 'max'],
  CURSOR_INVALID: [],
  CURSOR_EXPIRED: [],
  PAGE_SIZE_INVALID: ['max'],
  IDEMPOTENCY_KEY_REUSED: [],
  IDEMPOTENCY_IN_FLIGHT: [],
  // States
  TRANSITION_NOT_ALLOWED: ['from', 'to', 'allowed'],
  TRANSITION_NOT_YOURS: ['from', 'to', 'roles'],
  REASON_REQUIRED: [],
  // Purchase orders
  PURCHASE_ORDER_NOT_ANSWERABLE: ['status'],
  LINE_UNKNOWN: ['line'],
  LINE_TWICE: ['line'],
  LINE_RECEIVED: ['line'],
  LINE_CANCELLED: ['line'],
  CHANGE_EMPTY: ['line'],
  BACKORDER_DATE_REQUIRED: ['line'],
  BACKORDER_DATE_CONTRADICTS: ['line'],
  DATE_BEFORE_ORDER: ['date', 'ordered'],
  DATE_TOO_FAR: ['date', 'latest'],
  PROPOSAL_NOT_PENDING: ['line'],
  // Bookings
  BOOKING_UNCLEAR: ['command'],
  // Policies
  WEIGHTS_INVALID: [],
  BANDS_INVALID: [],
} as const satisfies Record<string, readonly string[]>;

export type ProblemCode = keyof typeof problemParams;

type ParamsOf<Code extends ProblemCode> = { readonly [Name in (typeof problemParams)[Code][number]]: string | number };

/** One expected refusal. `path` leads to the member of the input that is meant, e.g. `['lines', '2', 'quantity']`. */
export interface Problem {
  readonly code: ProblemCode;
  readonly path: readonly string[];
  readonly params: Readonly<Record<string, string | number>>;
}

/** Makes a problem; the compiler asks for exactly the parameters that its sentence needs. */
export function problem<Code extends ProblemCode>(code: Code, path: readonly string[], params: ParamsOf<Code>): Problem {
  return { code, path, params };
}

/** The kinds of failure that the schema maps to GraphQL error codes and HTTP statuses. */
export type DomainErrorCode = 'NOT_FOUND' | 'CONFLICT' | 'INVALID' | 'FORBIDDEN' | 'UNAVAILABLE';

/** A refusal that ends the operation. Carries the problems that explain it; its message is for logs only. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: DomainErrorCode;
  readonly problems: readonly Problem[];

  constructor(code: DomainErrorCode, problems: readonly Problem[]) {
    super(`${code}: ${problems.map(describe).join('; ')}`);
    this.code = code;
    this.problems = problems;
  }

  /** A value that breaks a rule of the domain. */
  static invalid<Code extends ProblemCode>(code: Code, path: readonly string[], params: ParamsOf<Code>): DomainError {
    return new DomainError('INVALID', [problem(code, path, params)]);
  }

  /** An object that does not exist for the asker: unknown and foreign ids look alike. */
  static notFound(path: readonly string[] = []): DomainError {
    return new DomainError('NOT_FOUND', [problem('NOT_FOUND', path, {})]);
  }

  /** Somebody else changed the object first. */
  static conflict(path: readonly string[] = []): DomainError {
    return new DomainError('CONFLICT', [problem('CONFLICT', path, {})]);
  }

  /** Throws when there is any problem; otherwise does nothing. */
  static throwIfAny(problems: readonly Problem[]): void {
    if (problems.length > 0) throw new DomainError('INVALID', problems);
  }
}

function describe({ code, path, params }: Problem): string {
  const where = path.length > 0 ? ` at ${path.join('.')}` : '';
  const what = Object.keys(params).length > 0 ? ` ${JSON.stringify(params)}` : '';
  return `${code}${where}${what}`;
}
