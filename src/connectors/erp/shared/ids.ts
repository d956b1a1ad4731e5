/**
 * A set of record ids kept as ranges. Tables are read in the order of their ids, so a set of a million of them is a few
 * ranges, in memory as well as in a cursor.
 */
export class IdSet {
  /** Disjoint, ascending, not touching; both ends included. */
  #ranges: [first: number, last: number][] = [];

  /** Reads what `toString` wrote, e.g. `1-18,20,22-30`. */
  static parse(text: string): IdSet {
    const set = new IdSet();
    for (const part of text === '' ? [] : text.split(',')) {
      const [, first, last = first] = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part) ?? [];
      if (first === undefined || Number(first) > Number(last)) throw new TypeError(`not a set of ids: ${part}`);
      set.#insert(Number(first), Number(last));
    }
    return set;
  }

  add(id: number): void {
    this.#insert(id, id);
  }

  delete(id: number): void {
    const index = this.#indexFrom(id);
    const range = this.#ranges[index];
    if (range === undefined || range[0] > id) return;
    const left: [number, number][] = range[0] < id ? [[range[0], id - 1]] : [];
    const right: [number, number][] = range[1] > id ? [[id + 1, range[1]]] : [];
    this.#ranges.splice(index, 1, ...left, ...right);
  }

  has(id: number): boolean {
    const range = this.#ranges[this.#indexFrom(id)];
    return range !== undefined && range[0] <= id;
  }

  /** The ids of this set that `other` lacks, ascending. */
  *without(other: IdSet): Generator<number> {
    for (const [first, last] of this.#ranges) {
      for (let id = first; id <= last; id += 1) if (!other.has(id)) yield id;
    }
  }

  toString(): string {
    return this.#ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
  }

  /** Index of the first range that ends at `id` or later. */
  #indexFrom(id: number): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#ranges[middle]![1] < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(first: number, last: number): void {
    const start = this.#indexFrom(first - 1);
    let end = start;
    let [low, high] = [first, last];
    for (; end < this.#ranges.length && this.#ranges[end]![0] <= last + 1; end += 1) {
      low = Math.min(low, this.#ranges[end]![0]);
      high = Math.max(high, this.#ranges[end]![1]);
    }
    this.#ranges.splice(start, end - start, [low, high]);
  }
}
