/** What every part of the story shares: its time, its chance, the records so far. */
import type { Decimal } from '../../domain/facts.js';
import { daysBetween } from '../../domain/dates.js';
import type { DateOnly } from '../../domain/facts.js';
import type { Customer } from '../company/customers.js';
import { customers } from '../company/customers.js';
import type { Product } from '../company/products.js';
import { products } from '../company/products.js';
import type { Supplier, Trade } from '../company/suppliers.js';
import { suppliers } from '../company/suppliers.js';
import { carriers } from '../company/carriers.js';
import type { Random } from '../random.js';
import type { Season } from '../season.js';
import { dateAtHome } from '../working-time.js';
import { erpSystem } from './actors.js';
import type { CustomerRow, PartyRow, ProductRow, Rows, Sourced, SupplierRow } from './rows.js';
import { noRows } from './rows.js';
import type { Timeline } from './timeline.js';

export interface Known<Spec, Row> {
  readonly spec: Spec;
  readonly row: Row;
}

export type KnownCustomer = Known<Customer, CustomerRow>;
export type KnownSupplier = Known<Supplier, SupplierRow>;
export type KnownProduct = Known<Product, ProductRow>;

export class World {
  readonly rows: Rows = noRows();
  readonly customers: readonly KnownCustomer[];
  readonly suppliers: readonly KnownSupplier[];
  readonly products: readonly KnownProduct[];
  readonly carriers: ReadonlyMap<string, PartyRow>;

  private readonly counters = new Map<string, number>();

  constructor(
    readonly timeline: Timeline,
    readonly random: Random,
    readonly season: Season,
    /** The first day, and the first one that is not told any more. */
    readonly from: DateOnly,
    readonly to: DateOnly,
    /** When the parties and products were first pulled. */
    readonly begin: Date,
  ) {
    const ids = random.fork('parties');
    const party = (kind: string, { number, name }: { number: string; name: string }): PartyRow => ({
      id: ids.id(begin),
      number,
      name,
      ...sourceOf(`${kind},${number}`, begin),
    });
    const email = (number: string): string => `orders@${number.toLowerCase()}.example`;
    this.carriers = new Map(carriers.map((spec) => [spec.number, party('carrier', spec)]));
    this.customers = customers.map((spec) => ({
      spec,
      row: { ...party('customer', spec), country: spec.place.country, email: email(spec.number) },
    }));
    this.suppliers = suppliers.map((spec) => ({
      spec,
      row: {
        ...party('supplier', spec),
        country: spec.place.country,
        email: email(spec.number),
        qualification: spec.qualification === 'CANDIDATE' ? spec.qualification : 'QUALIFIED',
        qualifiedOn: spec.qualification === 'CANDIDATE' ? null : from,
      },
    }));
    this.products = products.map((spec) => ({
      spec,
      row: {
        ...party('product', spec),
        unit: spec.unit,
        productClass: spec.productClass,
        listPrice: `${spec.price}.000000`,
        listPriceCurrency: 'CNY',
      },
    }));
  }

  /** How far the story has come on a date: 0 at its beginning, 1 at its end. */
  progress(date: DateOnly): number {
    const length = Math.max(1, daysBetween(this.from, this.to));
    return Math.min(1, Math.max(0, daysBetween(this.from, date) / length));
  }

  /** Somebody of the trade from whom is bought at that time. */
  supplierFor(random: Random, trade: Trade, at: Date, isWanted: (spec: Supplier) => boolean): KnownSupplier {
    const progress = this.progress(dateAtHome(at));
    const isActive = ({ active: [from, to] }: Supplier): boolean => progress >= from && progress <= to;
    const candidates = this.suppliers.filter(({ spec }) => spec.trades.includes(trade) && isActive(spec) && isWanted(spec));
    return random.weighted(candidates, ({ spec }) => spec.weight);
  }

  /** The next number of a series, counted by month: `SO-2603-0042`. */
  number(series: string, at: Date): string {
    const month = dateAtHome(at).slice(2, 7).replace('-', '');
    const count = (this.counters.get(`${series} ${month}`) ?? 0) + 1;
    this.counters.set(`${series} ${month}`, count);
    return `${series}-${month}-${String(count).padStart(4, '0')}`;
  }
}

/** Columns of a record as the ERP told it first. */
export function sourceOf(externalId: string, at: Date): Sourced {
  return { sourceSystem: erpSystem, sourceExternalId: externalId, sourceVersion: '1', sourceUpdatedAt: at, sourceSyncedAt: at };
}

/** Columns of a record that the ERP changed. */
export function resynced({ sourceVersion }: Sourced, at: Date): Pick<Sourced, 'sourceVersion' | 'sourceUpdatedAt' | 'sourceSyncedAt'> {
  return { sourceVersion: String(Number(sourceVersion) + 1), sourceUpdatedAt: at, sourceSyncedAt: at };
}

/** What the audit trail says of a record that the ERP told first. */
export function madeByErp(row: Sourced & { number: string; status?: string }): Record<string, unknown> {
  const { number, status, sourceExternalId, sourceVersion } = row;
  const source = { system: erpSystem, externalId: sourceExternalId, version: sourceVersion };
  return { number, ...(status !== undefined && { status }), source };
}

/** A count as the quantity columns hold it. */
export function quantityOf(count: number): Decimal {
  return `${count}.000000`;
}
