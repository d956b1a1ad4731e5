/** What one customer asks for at one time. */
import { OrderChannel, OrderPriority, ProductClass } from '../../entities/enums.js';
import { round } from '../../domain/decimal.js';
import type { Decimal } from '../../domain/facts.js';
import type { Place } from '../company/places.js';
import { rates } from '../company/products.js';
import type { Random } from '../random.js';
import type { KnownCustomer, KnownProduct, KnownSupplier, World } from './world.js';

export interface BasketLine {
  readonly product: KnownProduct;
  /** Null: the company makes it, or has it in the warehouse. */
  readonly supplier: KnownSupplier | null;
  readonly count: number;
  readonly unitPrice: Decimal;
}

export interface Basket {
  readonly customer: KnownCustomer;
  readonly lines: readonly BasketLine[];
  readonly channel: OrderChannel;
  readonly priority: OrderPriority;
  readonly productClass: ProductClass;
  readonly currency: 'CNY' | 'EUR' | 'USD';
  /** Called off under a frame contract: agreed before it comes. */
  readonly calledOff: boolean;
  /** Everything lies in the warehouse. */
  readonly isStock: boolean;
  readonly weightKg: number;
}

/** Orders of more than this, in CNY, are handled as large ones (R12). */
const largeFrom = 250_000;

export function fillBasket(world: World, random: Random, at: Date): Basket {
  const customer = random.weighted(world.customers, ({ spec }) => spec.weight);
  const productClass = random.outcome([
    [ProductClass.GENERAL, 71],
    [ProductClass.HIGH_VALUE, 16],
    [ProductClass.CUSTOM, 13],
  ]);
  const chosen = choose(world, random, productClass);
  const lines: BasketLine[] = [];
  for (const product of chosen) lines.push(line(world, random, customer, product, lines, at));
  const calledOff = customer.spec.callsOff && productClass === ProductClass.GENERAL && random.chance(0.6);
  const worth = lines.reduce((sum, { product, count }) => sum + product.spec.price * count, 0);
  return {
    customer,
    lines,
    channel: calledOff ? OrderChannel.ERP : channel(random),
    priority: priority(random, productClass, worth),
    productClass,
    currency: customer.spec.currency,
    calledOff,
    isStock: lines.every(({ product }) => product.spec.stocked),
    weightKg: lines.reduce((sum, { product, count }) => sum + product.spec.weightKg * count, 0),
  };
}

function choose(world: World, random: Random, productClass: ProductClass): KnownProduct[] {
  const sold = world.products.filter(({ spec }) => spec.sold);
  const main = sold.filter(({ spec }) => spec.productClass === productClass);
  const stocked = sold.filter(({ spec }) => spec.stocked);
  const traded = sold.filter(({ spec }) => spec.trade !== null);
  const own = sold.filter(({ spec }) => spec.productClass === ProductClass.GENERAL && spec.trade === null && !spec.stocked);

  const chosen = new Set<KnownProduct>();
  let [count, shelves] = [random.outcome([[1, 28], [2, 32], [3, 22], [4, 11], [5, 7]]), [own, own, stocked, traded, traded]];
  if (productClass !== ProductClass.GENERAL) {
    chosen.add(random.pick(main));
    count = random.outcome([[1, 45], [2, 27], [3, 18], [4, 10]]);
    shelves = [stocked, traded];
  } else if (random.chance(0.16)) shelves = [stocked];
  while (chosen.size < count) chosen.add(next(random, random.pick(shelves), [...chosen]));
  return [...chosen];
}

/** Things that go together are of one trade more often than not. */
function next(random: Random, shelf: readonly KnownProduct[], chosen: readonly KnownProduct[]): KnownProduct {
  const { trade } = random.pick(shelf).spec;
  const known = chosen.find(({ spec }) => spec.trade !== null)?.spec.trade;
  const alike = shelf.filter(({ spec }) => spec.trade === known);
  return trade !== null && alike.length > 0 && random.chance(0.6) ? random.pick(alike) : random.pick(shelf);
}

function line(world: World, random: Random, customer: KnownCustomer, product: KnownProduct, before: readonly BasketLine[], at: Date): BasketLine {
  const { price, most, trade } = product.spec;
  const { currency, discount } = customer.spec;
  // What one supplier can send comes from one supplier.
  const known = before.find(({ supplier }) => trade !== null && supplier?.spec.trades.includes(trade))?.supplier;
  const unitPrice = round(((price * (1 - discount / 100)) / rates[currency]).toFixed(2), 6);
  return {
    product,
    supplier: trade === null ? null : (known ?? world.supplierFor(random, trade, at, ({ place }) => isInReach(place, customer.spec.place))),
    count: Math.max(1, Math.ceil(most * random.next() ** 2)),
    unitPrice,
  };
}

/** Goods for an order come from within the country, or go from a supplier in Europe straight to a customer in Europe. */
function isInReach(supplier: Place, customer: Place): boolean {
  return supplier.country === 'CN' || (supplier.region === 'EUROPE' && customer.region === 'EUROPE');
}

function channel(random: Random): OrderChannel {
  return random.outcome([
    [OrderChannel.ONLINE, 38],
    [OrderChannel.EMAIL, 34],
    [OrderChannel.PHONE, 16],
    [OrderChannel.SOCIAL_MEDIA, 6],
    [OrderChannel.ERP, 6],
  ]);
}

function priority(random: Random, productClass: ProductClass, worth: number): OrderPriority {
  if (random.chance(0.05)) return OrderPriority.URGENT;
  if (worth > largeFrom && random.chance(0.5)) return OrderPriority.LARGE;
  return productClass === ProductClass.CUSTOM && random.chance(0.25) ? OrderPriority.SPECIAL : OrderPriority.NORMAL;
}
