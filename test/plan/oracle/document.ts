/** A listing as a document with variables. */
import type { Listing, Selection } from './evaluate.js';
import { lists } from './records.js';

export interface Written {
  readonly query: string;
  /** All but those of the page: `first`, `after`, `last` and `before`. */
  readonly variables: Readonly<Record<string, unknown>>;
}

export function written(listing: Listing): Written {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const variable = (type: string, value: unknown): string => {
    const name = `v${declared.length}`;
    declared.push(`$${name}: ${type}`);
    if (value !== null) variables[name] = value;
    return `$${name}`;
  };
  const args = ({ type, filter, orderBy }: Listing): string => `filter: ${variable(`${type}Filter`, filter)}, orderBy: ${variable(`${type}OrderBy`, orderBy)}`;
  const node = ({ ones, lists: short, many }: Selection): string => {
    const parts = [
      'id',
      ...Object.entries(ones).map(([name, below]) => `${name} ${node(below)}`),
      ...short.map((name) => `${name} { id }`),
      ...Object.entries(many).map(([name, below]) => `${name}(${args(below)}, first: ${variable('Int', below.first)}) { totalCount pageInfo { hasNextPage hasPreviousPage } nodes ${node(below.node)} }`),
    ];
    return `{ ${parts.join(' ')} }`;
  };
  const body = `list: ${lists[listing.type].root}(first: $first, after: $after, last: $last, before: $before, ${args(listing)}) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node ${node(listing.node)} } }`;
  return { query: `query Listed($first: Int, $after: String, $last: Int, $before: String, ${declared.join(', ')}) { ${body} }`, variables };
}
