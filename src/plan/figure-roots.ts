/**
 * Root fields that stand on no table of the catalogue: the domain writes their statements. The plan says what is wanted of
 * them, by the selection, and runs the statements; their text goes into the answer as that of records does.
 */
import type { Wanted } from '../domain/figures/wanted.js';
import type { SqlValue } from '../entities/database.js';
import type { Viewer } from '../domain/viewer.js';
import { NotCovered } from './compile.js';
import type { Plan } from './plan-cache.js';
import type { Request, Selected } from './selection.js';
import { selectBelow } from './selection.js';
import type { Binding } from './statement.js';

export interface FigureRoot {
  /**
   * Statements of one row with the JSON text of what is wanted; one that yields no row leaves the answer to the next. They serve
   * all requests of one shape (`shape.ts`) and of one `shape` here. Throws what a resolver would.
   */
  statements(args: Args, viewer: Viewer, wanted: readonly Wanted[]): readonly FigureStatement[];
  /** What else of the arguments decides the text: whatever `shape.ts` takes for a value that is bound, such as the members of lists. */
  shape(args: Args): string;
  /** Fields below it, as `Type.field`, that only a resolver can answer; an operation that asks for one is not covered. */
  readonly resolved: ReadonlySet<string>;
}

type Args = Record<string, unknown>;

interface FigureStatement {
  readonly sql: string;
  values(args: Args, viewer: Viewer): readonly SqlValue[];
  /** Whether it runs faster than it is planned, so that it is worth preparing. */
  readonly isQuick: boolean;
}

/** By the name of the field of `Query`. */
export type FigureRoots = ReadonlyMap<string, FigureRoot>;

/** The statements as one plan, each the answer where those before it yield no row. Throws NotCovered where a resolver is needed. */
export function figurePlan(root: FigureRoot, request: Request, selected: Selected, sample: Binding): Plan {
  const statements = root.statements(sample.args(selected), sample.viewer, wantedBelow(request, selected, root.resolved));
  const plan = statements.reduceRight<Plan | null>(
    (otherwise, { sql, values, isQuick }) => ({
      sql,
      values: (binding) => values(binding.args(selected), binding.viewer),
      isQuick,
      lane: 'dear',
      otherwise,
      uses: 0,
    }),
    null,
  );
  if (!plan) throw new NotCovered(selected.name);
  return plan;
}

/** What a selection wants of a field's value. */
function wantedBelow(request: Request, selected: Selected, resolved: FigureRoot['resolved']): Wanted[] {
  return selectBelow(request, selected).map((below): Wanted => {
    const as = below.key;
    if (below.name === '__typename') return { as, text: below.parent.name };
    const path = `${below.parent.name}.${below.name}`;
    if (resolved.has(path)) throw new NotCovered(path);
    return { as, member: below.name, of: wantedBelow(request, below, resolved) };
  });
}
