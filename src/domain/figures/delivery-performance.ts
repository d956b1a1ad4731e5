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
    const json = await reader.query(null, sql, values);
    if (json !== null) return JSON.parse(json) as DeliveryPerformance;
  }
  throw new Error('The lines always answer.');
}

/** A statement of one row with one text. */
export interface FigureStatement {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/**
 * Statements for those members of `DeliveryPerformance` that are wanted, as JSON text, the quickest first: one that yields no
 * row leaves the answer to the next. Throws as `deliveryPerformance` does.
 */
export function deliveryStatements(request: DeliveryRequest, wanted: readonly Wanted[]): Iterable<FigureStatement> {
  return statements(checkRequest(request), wanted, wants(wanted, 'medianDays'));
}

function* statements(request: CheckedRequest, wanted: readonly Wanted[], needsMedian: boolean): Generator<FigureStatement> {
  const last = answer(request, wanted);
  const dimension = needsMedian ? null : rolledBy(request);
  if (dimension !== null) yield statement((parameters) => `${rolledFigures(request, dimension, parameters)}\n${last}`);
  yield statement((parameters) => `${lineFigures(request, parameters)}\n${last}`);
}

function statement(text: (parameters: Parameters) => string): FigureStatement {
  const parameters = new Parameters();
  return { sql: `with${text(parameters)}`, values: parameters.values };
}
