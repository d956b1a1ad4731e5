/**
 * Root fields whose statements are written outside the plan, such as figures. The plan says what is wanted of them, by the
 * selection, and runs the statements; their text goes into the answer as that of records does.
 */
import type { Wanted } from '../domain/figures/wanted.js';
import type { SqlValue } from '../entities/database.js';
import type { Viewer } from '../domain/viewer.js';
import { NotCovered } from './compile.js';
import type { Request, Selected } from './selection.js';
import { selectBelow } from './selection.js';
import type { Binding } from './statement.js';

export interface StatedRoot {
  /**
   * Statements of one row with the JSON text of what is wanted; one that yields no row leaves the answer to the next. Throws
   * what a resolver would.
   */
  statements(args: Record<string, unknown>, viewer: Viewer, wanted: readonly Wanted[]): Iterable<Stated>;
  /** Fields below it, as `Type.field`, that only a resolver can answer; an operation that asks for one is not covered. */
  readonly resolved: ReadonlySet<string>;
}

export interface Stated {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

/** By the name of the field of `Query`. */
export type StatedRoots = ReadonlyMap<string, StatedRoot>;

/** The statements of a root field. Throws NotCovered where a resolver is needed, and what a resolver would. */
export function statementsOf(roots: StatedRoots, request: Request, selected: Selected, binding: Binding): Iterable<Stated> {
  const root = roots.get(selected.name);
  const [node] = selected.nodes;
  if (!root || !selected.field || !node) throw new NotCovered(selected.name);
  return root.statements(binding.args(selected.field, node), binding.viewer, wantedBelow(request, selected, root.resolved));
}

function wantedBelow(request: Request, selected: Selected, resolved: StatedRoot['resolved']): Wanted[] {
  return selectBelow(request, selected).map((below): Wanted => {
    const as = below.key;
    if (below.name === '__typename') return { as, text: below.parent.name };
    const path = `${below.parent.name}.${below.name}`;
    if (resolved.has(path)) throw new NotCovered(path);
    return { as, member: below.name, of: wantedBelow(request, below, resolved) };
  });
}
