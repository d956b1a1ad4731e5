/** Random lists with what hangs on them, filtered by what some row of the database has, so that most find something. */
import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import type { Audience } from './audience.js';
import { mayFollow, sees } from './audience.js';
import type { Filter, Listing, OrderBy, Selection } from './evaluate.js';
import type { ListName, Member, TypeName } from './records.js';
import { lists, records } from './records.js';
import type { Row, Rows } from './rows.js';
import { instant, writtenAt } from './values.js';
import { wordsOf } from './words.js';

export class Questions {
  constructor(
    private readonly draw: GeneratorValue,
    private readonly rows: Rows,
  ) {}

  pick<T>(list: readonly T[]): T {
    return list[this.draw(fc.nat, { max: list.length - 1 })] as T;
  }

  chance(percent: number): boolean {
    return this.draw(fc.nat, { max: 99 }) < percent;
  }

  /** `isBold`: without regard for what the audience may ask. */
  listing(type: ListName, audience: Audience, isBold: boolean, depth = 0): Listing {
    return {
      type,
      filter: this.chance(depth === 0 ? 70 : 30) ? this.filter(type, audience) : null,
      orderBy: this.chance(60) ? this.orderBy(type) : null,
      first: this.chance(40) ? this.pick([0, 1, 2, 5, 100]) : null,
      node: this.selection(type, audience, isBold, depth + 1),
    };
  }

  /** A list with a filter, and nothing else about it. */
  filtered(type: ListName, audience: Audience): Listing {
    return { type, filter: this.filter(type, audience), orderBy: null, first: null, node: { ones: {}, lists: [], many: {} } };
  }

  private selection(type: TypeName, audience: Audience, isBold: boolean, depth: number): Selection {
    const of = records[type];
    const follow = <T>(members: Readonly<Record<string, T>>): [string, T][] =>
      Object.entries(members).filter(([name]) => (isBold || mayFollow(audience, type, name)) && this.chance(depth > 2 ? 0 : depth > 1 ? 30 : 50));
    return {
      ones: Object.fromEntries(follow(of.ones).map(([name, link]) => [name, this.selection(link.type, audience, isBold, depth + 1)])),
      lists: follow(of.lists).map(([name]) => name),
      many: Object.fromEntries(follow(of.many).map(([name, link]) => [name, this.listing(link.type, audience, isBold, depth)])),
    };
  }

  private orderBy(type: ListName): OrderBy {
    const field = this.pick(Object.keys(lists[type].orderings));
    return this.chance(20) ? { field } : { field, direction: this.pick(['ASC', 'DESC'] as const) };
  }

  private filter(type: ListName, audience: Audience): Filter {
    const all = this.rows.of(lists[type].table);
    const seen = all.filter((row) => sees(audience, type, row));
    const target = this.pick(seen.length > 0 && this.chance(85) ? seen : all);
    const members = Object.entries(lists[type].filter);
    const chosen = Array.from({ length: this.pick([1, 1, 1, 2, 2, 3, 0]) }, () => this.pick(members));
    return Object.fromEntries(chosen.map(([name, member]) => [name, this.chance(4) ? null : this.given(member, all, target)]));
  }

  /** Mostly so that the target is found. */
  private given(member: Member, all: readonly Row[], target: Row): NonNullable<Filter[string]> {
    const another = (): Row => this.pick(all);
    if (member.kind === 'words') return this.words(member.of(this.chance(85) ? target : another(), this.rows));
    if (member.kind === 'values') {
      const rows = this.pick([[], [target], [target], [another()], [another(), target], [target, another(), another(), another()]]);
      return rows.flatMap((row) => member.of(row, this.rows)[0] ?? []);
    }
    const at = (row: Row): string | null => {
      const value = member.of(row) ?? null;
      return value !== null && member.kind === 'instants' ? writtenAt(instant(value), this.pick([0, 8])) : value;
    };
    // Ends that are values of rows: one includes its row, the other does not.
    const end = (): { [side in 'from' | 'to']?: string | null } =>
      this.pick<() => { [side in 'from' | 'to']?: string | null }>([() => ({ from: at(target) }), () => ({ to: at(target) }), () => ({ from: at(another()) }), () => ({ to: at(another()) }), () => ({})])();
    return { ...end(), ...end() };
  }

  private words(texts: readonly string[]): string {
    const words = wordsOf(this.pick(texts));
    if (words.length === 0 || this.chance(5)) return this.pick(['', ' ', '-', '*:&|!', "');--", '晨光 auro', 'nowhere']);
    const some = Array.from({ length: this.pick([1, 1, 2, 3]) }, () => {
      const word = this.pick(words);
      const part = this.chance(40) ? word.slice(0, 1 + this.draw(fc.nat, { max: word.length - 1 })) : word;
      return this.chance(30) ? part.toUpperCase() : part;
    });
    return some.join(this.pick([' ', ' ', '-', '', '  ; ']));
  }
}
