/** The kinds of change that people make in an ERP. */
import type { Desk } from './desk.js';

export interface Kind {
  readonly name: string;
  /** How often it comes, against the others. */
  readonly weight: number;
  /** Records that are changed in one call at most. */
  readonly most: number;
  /** Changes up to `most` records and returns how many. */
  readonly change: (desk: Desk, most: number) => Promise<number>;
}

/** One kind at random, by weight. */
export function pick(kinds: readonly Kind[], { random }: Desk): Kind {
  let at = random.below(kinds.reduce((sum, { weight }) => sum + weight, 0));
  const chosen = kinds.find(({ weight }) => (at -= weight) < 0);
  if (!chosen) throw new Error('No kind has a weight');
  return chosen;
}
