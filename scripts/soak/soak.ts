/** A long test: real gateways under duress, with figures in the end. */
import type { Random } from '../../test/hard/random.js';

export interface Soak {
  readonly name: string;
  /** What is done, with its numbers. */
  readonly about: string;
  /** True: needs a PostgreSQL server, since an embedded database belongs to one process. */
  readonly serverOnly?: boolean;
  /** Null: it could not be run here; why was said. */
  run(stage: SoakStage): Promise<Figures | null>;
}

export interface SoakStage {
  /** Address of a PostgreSQL server; null: the embedded database. */
  readonly server: string | null;
  readonly random: Random;
  /** A line on how far it has come. */
  readonly say: (text: string) => void;
}

/** What was counted, and lists of what went wrong: a soak has passed where every list is empty. */
export type Figures = Readonly<Record<string, number | readonly string[]>>;

/** A complaint where a soak did too little to show anything. */
export function atLeast(what: string, found: number, wanted: number): string[] {
  return found >= wanted ? [] : [`${found} ${what}, fewer than ${wanted}`];
}
