/** Delivery performance: how many of the promises were kept, by any two dimensions, in one statement. */
import type { Reader, SqlValue } from '../../entities/database.js';
import { answer, deliveryMembers } from './delivery-answer.js';
import { lineFigures } from './line-figures.js';
import { Parameters } from './parameters.js';
import type { CheckedRequest, DeliveryPerformance, DeliveryRequest } from './request.js';
import { checkRequest } from './request.js';
import { rolledBy, rolledFigures } from './rollup/figures.js';
import type { Wanted } from './wanted.js';
import { everything, wants } from './wanted.js';

/**
 * The figures of `docs/figures.md`. Throws DomainError INVALID for a request that makes no sense, with every problem.
 * Filters by an id that does not exist match nothing. Without `needsMedian` the median of cycles may be null, and the figures
 * come from the rollup wherever it can answer.
 */
export async function deliveryPerformance(
  reader: Reader,
  request: DeliveryRequest,
  { needsMedian = true }: { readonly needsMedian?: boolean } = {},
): Promise<DeliveryPerformance> {
  const checked = checkRequest(request);
  for (const { sql, values } of statements(checked, everything(deliveryMembers(checked)), needsMedian)) {
    const json = await reader.query(null, sql, values(checked));
    if (json !== null) return JSON.parse(json) as DeliveryPerformance;
  }
  throw new Error('The lines always answer.');
}

/** A statement of one row with one text. */
export interface FigureStatement {
  readonly sql: string;
  /** Its values for any request that differs in nothing but its days and the texts of its filter and scope. */
  readonly values: (request: CheckedRequest) => readonly SqlValue[];
  /** Whether it runs faster than it is planned, so that it is worth preparing. */
  readonly isQuick: boolean;
}

/**
 * Statements for those members of `DeliveryPerformance` that are wanted, as JSON text, the quickest first: one that yields no
 * row leaves the answer to the next.
 */
export function deliveryStatements(request: CheckedRequest, wanted: readonly Wanted[]): readonly FigureStatement[] {
  return statements(request, wanted, wants(wanted, 'medianDays'));
}

function statements(request: CheckedRequest, wanted: readonly Wanted[], needsMedian: boolean): FigureStatement[] {
  const last = answer(request, wanted);
  const dimension = needsMedian ? null : rolledBy(request);
  const statement = (isQuick: boolean, figures: (parameters: Parameters<CheckedRequest>) => string): FigureStatement => {
    const parameters = new Parameters<CheckedRequest>();
    return { sql: `with${figures(parameters)}\n${last}`, values: (asked) => parameters.values(asked), isQuick };
  };
  return [
    ...(dimension === null ? [] : [statement(true, (parameters) => rolledFigures(request, dimension, { wanted, parameters }))]),
    statement(false, (parameters) => lineFigures(request, parameters)),
  ];
}
