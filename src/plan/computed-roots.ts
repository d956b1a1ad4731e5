/**
 * Root fields whose value is computed by code and holds nothing that needs a resolver: figures of a thousand rows, say. Their
 * members are taken by name, by the selection, once for all rows; completing each value singly would cost more than the figures.
 */
import type { GraphQLResolveInfo } from 'graphql';
import type { Viewer } from '../domain/viewer.js';
import { NotCovered } from './compile.js';
import type { Request, Selected } from './selection.js';
import { selectBelow } from './selection.js';

export interface ComputedRoot {
  /** Its value by the arguments. Throws what a resolver would. */
  compute(args: Record<string, unknown>, viewer: Viewer, info: Pick<GraphQLResolveInfo, 'operation' | 'fragments'>): Promise<unknown>;
  /** Fields below it, as `Type.field`, that only a resolver can answer; an operation that asks for one is not covered. */
  readonly resolved: ReadonlySet<string>;
}

/** By the name of the field of `Query`. */
export type ComputedRoots = ReadonlyMap<string, ComputedRoot>;

/** What is taken of an object: the response key, and how its value comes from the object. */
interface Taken {
  readonly key: string;
  readonly take: (object: Record<string, unknown>) => unknown;
}

/** How a selected field's value becomes its part of the answer. Throws NotCovered where a resolver is needed. */
export function projection(request: Request, selected: Selected, resolved: ComputedRoot['resolved']): (value: unknown) => unknown {
  const below = selectBelow(request, selected);
  if (below.length === 0) return (value) => value ?? null;
  const members = below.map((member): Taken => {
    if (member.name === '__typename') return { key: member.key, take: () => member.parent.name };
    if (resolved.has(`${member.parent.name}.${member.name}`)) throw new NotCovered(`${member.parent.name}.${member.name}`);
    const project = projection(request, member, resolved);
    return { key: member.key, take: (object) => project(object[member.name]) };
  });
  const one = (value: unknown): unknown => {
    if (value == null) return null;
    const shown: Record<string, unknown> = {};
    for (const { key, take } of members) shown[key] = take(value as Record<string, unknown>);
    return shown;
  };
  return (value) => (Array.isArray(value) ? value.map(one) : one(value));
}
