/** Bound values of a statement that is put together from fixed fragments. */
import type { SqlValue } from '../../entities/database.js';

/** Types that a parameter is cast to. */
export type ParameterType = 'date' | 'uuid' | 'text' | 'int' | 'uuid[]' | 'text[]' | 'numeric' | 'json';

const uuidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** True for the text form of a UUID; anything else is the id of nothing. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

/** A value, or how it is got from what is asked. */
type Source<Asked, Value> = Value | ((asked: Asked) => Value);

/**
 * Collects values; what stands in the statement for each is a place, never the value. A statement whose values are got from what is
 * asked serves whoever asks in the same shape.
 */
export class Parameters<Asked = void> {
  private readonly sources: ((asked: Asked) => SqlValue)[] = [];

  /** The place of a value, cast in SQL. */
  bind(value: Source<Asked, SqlValue>, type: ParameterType): string {
    this.sources.push(typeof value === 'function' ? value : () => value);
    return `$${this.sources.length}::text::${type}`;
  }

  /** The place of a list as one array. Values that no row can hold are left out. */
  list(values: Source<Asked, readonly string[]>, type: 'uuid[]' | 'text[]'): string {
    const isPossible = (value: string): boolean => (type === 'uuid[]' ? isUuid(value) : !value.includes('\0'));
    return this.bind((asked) => `{${(typeof values === 'function' ? values(asked) : values).filter(isPossible).map(quote).join(',')}}`, type);
  }

  values(asked: Asked): SqlValue[] {
    return this.sources.map((source) => source(asked));
  }
}

function quote(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
