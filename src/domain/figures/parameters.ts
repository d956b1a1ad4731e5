/** Bound values of a statement that is put together from fixed fragments. */
import type { SqlValue } from '../../entities/database.js';

/** Types that a parameter is cast to. */
export type ParameterType = 'date' | 'uuid' | 'text' | 'int' | 'uuid[]' | 'text[]' | 'numeric' | 'json';

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** True for the text form of a UUID; anything else is the id of nothing. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** Collects values; what stands in the statement for each is a place, never the value. */
export class Parameters {
  readonly values: SqlValue[] = [];

  /** The place of a value, cast in SQL. */
  bind(value: string | null, type: ParameterType): string {
    this.values.push(value);
    return `$${this.values.length}::text::${type}`;
  }

  /** The place of a list as one array; null stands for no list. Values that no row can hold are left out. */
  list(values: readonly string[] | null | undefined, type: 'uuid[]' | 'text[]'): string {
    if (values == null) return this.bind(null, type);
    const possible = values.filter((value) => (type === 'uuid[]' ? isUuid(value) : !value.includes('\0')));
    return this.bind(`{${possible.map(quote).join(',')}}`, type);
  }
}

function quote(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
