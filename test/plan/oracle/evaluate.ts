/** What a list must answer: filtered, ordered and cut in plain JavaScript. */
import type { Audience } from './audience.js';
import { sees } from './audience.js';
import type { Key, ListName, Member, TypeName } from './records.js';
import { lists, records } from './records.js';
import type { Row, Rows } from './rows.js';
import { instant } from './values.js';
import { finds } from './words.js';

export type Filter = Readonly<Record<string, readonly string[] | { readonly from?: string | null; readonly to?: string | null } | string | null>>;

export interface OrderBy {
  readonly field: string;
  /** Descending where nothing is said. */
  readonly direction?: 'ASC' | 'DESC';
}

/** A connection that is asked for, with what is asked for of each of its rows. */
export interface Listing {
  readonly type: ListName;
  readonly filter: Filter | null;
  readonly orderBy: OrderBy | null;
  /** Of the connections below; null: as many as is usual. The pages of the outermost one are walked. */
  readonly first: number | null;
  readonly node: Selection;
}

/** What is asked for of one record, beside its id. */
export interface Selection {
  readonly ones: Readonly<Record<string, Selection>>;
  readonly lists: readonly string[];
  readonly many: Readonly<Record<string, Listing>>;
}

const usualPage = 20;

export class Oracle {
  constructor(
    private readonly rows: Rows,
    private readonly audience: Audience,
  ) {}

  /** All rows of a list, in their order. */
  list({ type, filter, orderBy }: Listing, among: readonly Row[] = this.rows.of(lists[type].table)): readonly Row[] {
    const found = among.filter((row) => sees(this.audience, type, row) && this.holds(type, row, filter));
    return this.ordered(type, found, orderBy);
  }

  /** A record as the answer shows it. */
  shown(type: TypeName, row: Row, { ones, lists: short, many }: Selection): Record<string, unknown> {
    const of = records[type];
    return {
      id: row['id'],
      ...mapped(ones, (below, name) => {
        const link = of.ones[name];
        const other = link?.of(row, this.rows) ?? null;
        return link && other && sees(this.audience, link.type, other) ? this.shown(link.type, other, below) : null;
      }),
      ...Object.fromEntries(short.map((name) => [name, of.lists[name]?.(row, this.rows).map(({ id }) => ({ id }))])),
      ...mapped(many, (listing, name) => {
        const all = this.list(listing, of.many[name]?.of(row, this.rows) ?? []);
        const page = all.slice(0, listing.first ?? usualPage);
        return { totalCount: all.length, pageInfo: { hasNextPage: all.length > page.length, hasPreviousPage: false }, nodes: page.map((each) => this.shown(listing.type, each, listing.node)) };
      }),
    };
  }

  private holds(type: ListName, row: Row, filter: Filter | null): boolean {
    return Object.entries(filter ?? {}).every(([name, given]) => {
      const member = lists[type].filter[name];
      return given === null || (member !== undefined && this.memberHolds(member, row, given));
    });
  }

  private memberHolds(member: Member, row: Row, given: NonNullable<Filter[string]>): boolean {
    switch (member.kind) {
      case 'values':
        return member.of(row, this.rows).some((value) => value != null && (given as readonly string[]).includes(value));
      case 'words':
        return finds(given as string, member.of(row, this.rows));
      default: {
        const value = member.of(row);
        const { from, to } = given as { from?: string | null; to?: string | null };
        // An open range is none; a row without a value lies in no other.
        if (from == null && to == null) return true;
        if (value == null) return false;
        const placed = (text: string): bigint | string => (member.kind === 'instants' ? instant(text) : text);
        return (from == null || placed(value) >= placed(from)) && (to == null || placed(value) < placed(to));
      }
    }
  }

  private ordered(type: ListName, found: readonly Row[], orderBy: OrderBy | null): readonly Row[] {
    const { orderings } = lists[type];
    const keyOf = orderings[orderBy?.field ?? (Object.keys(orderings)[0] as string)] as (row: Row, rows: Rows) => Key;
    const sign = orderBy?.direction === 'ASC' ? 1 : -1;
    const keys = new Map(found.map((row) => [row, keyOf(row, this.rows)]));
    return found.toSorted((a, b) => {
      const [left = null, right = null] = [keys.get(a), keys.get(b)];
      if (left === null || right === null) {
        if (left !== right) return left === null ? 1 : -1;
      } else if (left !== right) return left < right ? -sign : sign;
      return (a['id'] ?? '') < (b['id'] ?? '') ? -sign : sign;
    });
  }
}

function mapped<T>(members: Readonly<Record<string, T>>, show: (member: T, name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, show(member, name)]));
}
