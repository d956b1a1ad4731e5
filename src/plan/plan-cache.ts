/** Plans by what they are made for: a document, or an operation, and the shape of a request. */
import type { Lane, SqlValue } from '../entities/database.js';
import { NotCovered } from './compile.js';
import type { Binding } from './statement.js';

/** A statement that serves every request of one shape. */
export interface Plan {
  readonly sql: string;
  readonly values: (binding: Binding) => readonly SqlValue[];
  /** Whether planning it may cost more than running it. */
  readonly isQuick: boolean;
  /** Records are found by keys; figures may have to count lines, as those of days that were just imported. */
  readonly lane: Lane;
  /** What answers where this yields no row. */
  readonly otherwise: Plan | null;
  /** How often it was used; it is prepared once it has shown that it recurs. */
  uses: number;
}

const shapesPerOwner = 50;
/** Characters of statements and shapes that are kept in all. */
const mostCharacters = 30_000_000;

export class PlanCache {
  /** By owner, so that plans go with their document; then by shape. Null: this shape is not covered. */
  private plans = new WeakMap<object, Map<string, Plan | null>>();
  private characters = 0;

  /** The plan for this shape of what `owner` asks, made at the first sighting. Throws NotCovered where there is none. */
  get(owner: object, shape: string, make: () => Plan): Plan {
    const plans = this.plans.get(owner) ?? new Map<string, Plan | null>();
    this.plans.set(owner, plans);
    const known = plans.get(shape);
    if (known) return known;
    if (known === null) throw new NotCovered(shape);
    if (plans.size >= shapesPerOwner) plans.clear();
    this.characters += shape.length;
    try {
      const plan = make();
      for (let each: Plan | null = plan; each; each = each.otherwise) this.characters += each.sql.length;
      plans.set(shape, plan);
      return plan;
    } catch (error) {
      if (error instanceof NotCovered) plans.set(shape, null);
      throw error;
    } finally {
      this.forgetWhenFull();
    }
  }

  /** What went with its document is counted still: all are made anew now and then, which is cheaper than keeping account. */
  private forgetWhenFull(): void {
    if (this.characters <= mostCharacters) return;
    this.plans = new WeakMap();
    this.characters = 0;
  }
}
