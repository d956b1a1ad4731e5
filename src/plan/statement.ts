/** A statement in the making: text with numbered parameters, and for each how its value is got from a request. */
import type { FieldNode } from 'graphql';
import { getArgumentValues } from 'graphql';
import type { SqlValue } from '../entities/database.js';
import type { Viewer } from '../domain/viewer.js';
import type { Selected } from './selection.js';

/** What values are read from when a planned statement is run for a request. */
export class Binding {
  private readonly memo = new Map<FieldNode, Record<string, unknown>>();

  constructor(
    readonly variables: Record<string, unknown>,
    readonly viewer: Viewer,
    /** Ids of the rows that resolvers refer to. */
    readonly ids: readonly string[] = [],
  ) {}

  /** Arguments of a selected field as this request gives them. Throws GraphQLError where a value is missing or wrong. */
  args({ field, nodes: [node] }: Pick<Selected, 'field' | 'nodes'>): Record<string, unknown> {
    if (!field || !node) return {};
    let args = this.memo.get(node);
    if (!args) {
      args = getArgumentValues(field, node, this.variables);
      this.memo.set(node, args);
    }
    return args;
  }
}

/** Gets a parameter's value from a request. Throws GraphQLError (BAD_USER_INPUT) where the client's value cannot be used. */
export type Getter = (binding: Binding) => SqlValue;

export class StatementBuilder {
  readonly getters: Getter[] = [];
  private aliases = 0;

  /** Adds a parameter and returns its place, cast to a PostgreSQL type. */
  param(get: Getter, type: string): string {
    this.getters.push(get);
    const place = `$${this.getters.length}::text`;
    return type === 'text' ? place : `${place}::${type}`;
  }

  /** A fresh alias for a table or subquery. */
  alias(): string {
    this.aliases += 1;
    return `t${this.aliases}`;
  }
}

/** PostgreSQL's text form of a list of texts. */
export function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids are opaque: one that cannot be an id at all names nothing, like an unknown one. */
export function uuidOrNothing(id: unknown): string {
  return typeof id === 'string' && uuidPattern.test(id) ? id : '00000000-0000-0000-0000-000000000000';
}
