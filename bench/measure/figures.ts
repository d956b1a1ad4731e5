/** Medians and the like. */

/** The value that so much of a sorted list lies at or below; NaN of nothing. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted.length === 0 ? Number.NaN : (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number);
}

/** The middle one, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] as number;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** `count` places further on, from the front again behind the end: so that no system always comes first. */
export function rotated<T>(list: readonly T[], count: number): T[] {
  const start = count % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
