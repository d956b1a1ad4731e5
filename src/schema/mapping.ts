/**
 * How a GraphQL type stands on a table: small declarations beside the schema types, without SQL. What has the same
 * name in the type and in the entity needs no declaration: columns, `<name>Offset` beside an instant, and relations
 * to one. `src/plan` turns them into statements.
 */

/** A GraphQL object type read from one table. Properties are those of the entity. */
export interface TypeMapping {
  /** Name of the GraphQL type. */
  readonly type: string;
  /** Name of the entity. */
  readonly entity: string;
  readonly fields?: Readonly<Record<string, FieldMapping>>;
  /** Members of the filter input, by their GraphQL name. */
  readonly filters?: Readonly<Record<string, FilterMapping>>;
  /** Values of the `…OrderField` enum → property; the first is the default, newest first. */
  readonly orderings?: Readonly<Record<string, string>>;
  /** Which rows a partner may see; staff see all. A kind of partner that is missing sees none. */
  readonly scope: { readonly supplier?: Scope; readonly carrier?: Scope };
}

/**
 * `parent`: wherever the row is reached, its parent was in scope already (the type has no root of its own for the partner).
 * A path of relations ends at the partner: `purchaseOrder.supplier`; `self` is the partner's own row.
 */
export type Scope = 'parent' | 'self' | (string & {});

export type FieldMapping =
  | { readonly kind: 'column'; readonly property: string }
  | { readonly kind: 'one'; readonly property: string }
  | { readonly kind: 'embedded'; readonly nullWhen: readonly string[]; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'list'; readonly target: string; readonly by: string; readonly orderBy: readonly string[] }
  | { readonly kind: 'connection'; readonly target: string; readonly link: Link }
  | { readonly kind: 'resolved' };

/** The target's property that points here. */
export interface LinkBack {
  readonly by: string;
}

/** `through`: a table between, with one property for each side. */
export type Link =
  | LinkBack
  | { readonly through: string; readonly from: string; readonly to: string };

export type FilterMapping =
  | { readonly kind: 'oneOf'; readonly path: string }
  | { readonly kind: 'range'; readonly property: string }
  | { readonly kind: 'search'; readonly related: readonly string[] }
  | { readonly kind: 'exists'; readonly target: string; readonly link: LinkBack; readonly property: string };

/** The value of another property than the one of the field's name. */
export const column = (property: string): FieldMapping => ({ kind: 'column', property });

/**
 * Members of one row shown as an object; null where one of the properties `nullWhen` is null. A member that begins with
 * `@` is computed by the plan (`plan/computed.ts`).
 */
export const embedded = (fields: Readonly<Record<string, string>>, ...nullWhen: readonly string[]): FieldMapping => ({
  kind: 'embedded',
  nullWhen,
  fields,
});

/** Amount and currency shown as Money; null without an amount. The row must always have a currency. */
export const money = (amount: string, currency: string): FieldMapping => embedded({ amount, currency }, amount);

/** The same for a row that may lack either: an amount of no known currency is not shown. */
export const moneyIfBoth = (amount: string, currency: string): FieldMapping => embedded({ amount, currency }, amount, currency);

/** All rows that point here by their property `by`, in a fixed order; for small numbers only. */
export const list = (target: string, by: string, ...orderBy: string[]): FieldMapping => ({ kind: 'list', target, by, orderBy });

/** A connection of the rows that point here, or that a table between links to this row. */
export const connection = (target: string, link: Link): FieldMapping => ({ kind: 'connection', target, link });

/** What code computes for a row: a field resolver answers it, and knows of the row its id alone. */
export const resolved: FieldMapping = { kind: 'resolved' };

/** Where a record came from; every synced entity has these columns (`entities/columns.ts`). */
export const source: FieldMapping = embedded(
  { system: 'sourceSystem', externalId: 'sourceExternalId', version: 'sourceVersion', syncedAt: 'sourceSyncedAt', stale: '@stale' },
  'sourceSystem',
);

/** The property (or what a path of relations ends at) is one of the values given. */
export const oneOf = (path: string): FilterMapping => ({ kind: 'oneOf', path });

/** From included, to not. */
export const range = (property: string): FilterMapping => ({ kind: 'range', property });

/** Full text over the row's own words and those of related rows. */
export const search = (...related: string[]): FilterMapping => ({ kind: 'search', related });

/** Some linked row has one of the values given in its property. */
export const exists = (target: string, link: LinkBack, property: string): FilterMapping => ({ kind: 'exists', target, link, property });
