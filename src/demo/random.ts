/** Chance that can be repeated: the same seed gives the same draws on every machine. */
import { v7 as uuid } from 'uuid';

/** Mulberry32 (Tommy Ettinger, public domain). Streams are forked by name, so that one part's draws never shift another's. */
export class Random {
  private state: number;

  constructor(private readonly seed: number) {
    this.state = seed >>> 0;
  }

  /** A stream of its own that depends on the seed and the name alone. */
  fork(name: string): Random {
    // FNV-1a over the name, started from the seed.
    let hash = (2166136261 ^ this.seed) >>> 0;
    for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619) >>> 0;
    return new Random(hash);
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number, both ends included. */
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  pick<T>(list: readonly T[]): T {
    const item = list[this.int(0, list.length - 1)];
    if (item === undefined) throw new RangeError('There is nothing to pick from');
    return item;
  }

  weighted<T>(list: readonly T[], weightOf: (item: T) => number): T {
    const total = list.reduce((sum, item) => sum + weightOf(item), 0);
    let left = this.next() * total;
    for (const item of list) {
      left -= weightOf(item);
      if (left < 0) return item;
    }
    return this.pick(list.filter((item) => weightOf(item) > 0));
  }

  /** One of the outcomes, by their weights. */
  outcome<T extends string | number>(weights: readonly (readonly [outcome: T, weight: number])[]): T {
    return this.weighted(weights, ([, weight]) => weight)[0];
  }

  /** Time-ordered UUID (version 7) of a record made at that instant. */
  id(at: Date): string {
    const random = new Uint8Array(16);
    for (let i = 0; i < 16; i += 1) random[i] = Math.floor(this.next() * 256);
    return uuid({ msecs: at.getTime(), random, seq: Math.floor(this.next() * 0x7fffffff) });
  }
}
