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

export interface StatedRoot {
  /**
   * Statements of one row with the JSON text of what is wanted; one that yields no row leaves the answer to the next. They serve
   * all requests of one shape (`shape.ts`) and of one `shape` here. Throws what a resolver would.
   */
  statements(args: Args, viewer: Viewer, wanted: readonly Wanted[]): readonly Stated[];
  /** What else of the arguments decides the text: whatever `shape.ts` takes for a value that is bound. */
  shape(args: Args): string;
  /** Fields below it, as `Type.field`, that only a resolver can answer; an operation that asks for one is not covered. */
  readonly resolved: ReadonlySet<string>;
}

type Args = Record<string, unknown>;

export interface Stated {
  readonly sql: string;
  values(args: Args, viewer: Viewer): readonly SqlValue[];
  /** Whether it runs faster than it is planned, so that it is worth preparing. */
  readonly isQuick: boolean;
}

/** By the name of the field of `Query`. */
export type StatedRoots = ReadonlyMap<string, StatedRoot>;

/** What a selection wants of a field's value. Throws NotCovered where a resolver is needed. */
export function wantedBelow(request: Request, selected: Selected, resolved: StatedRoot['resolved']): Wanted[] {
  return selectBelow(request, selected).map((below): Wanted => {
    const as = below.key;
    if (below.name === '__typename') return { as, text: below.parent.name };
    const path = `${below.parent.name}.${below.name}`;
    if (resolved.has(path)) throw new NotCovered(path);
    return { as, member: below.name, of: wantedBelow(request, below, resolved) };
  });
}
