/**
 * The delivery history of USAID's Supply Chain Management System ("SCMS Delivery History", data.usaid.gov, "Supply
 * Chain Shipment Pricing Data"): one row per line item of one delivery, 33 columns.
 *
 * `PO / SO #` is the customer's order; where the goods come straight from a vendor ("Direct Drop") it is also the
 * purchase order. `ASN/DN #` is the delivery. The vendor "SCMS from RDC" is the programme's own warehouse, not a
 * supplier. Dates stand as D-Mon-YY and M/D/YY in one file, and some copies write M/D/YYYY; copies with YYYY-MM-DD
 * are known to have been turned wrongly by a spreadsheet, so that form is refused.
 */
import { createHash } from 'node:crypto';
import { normalise, sum } from '../../domain/decimal.js';
import type { DateOnly, Decimal, Instant, Ref } from '../../domain/facts.js';
import {
  OrderChannel,
  OrderStatus,
  ProductClass,
  PurchaseOrderLineStatus,
  PurchaseOrderStatus,
  ShipmentDirection,
  ShipmentStatus,
} from '../../entities/enums.js';
import { midnightUtc } from '../dates.js';
import { defineProfile, type Group as AnyGroup, type RecordRule } from '../profile.js';
import { checks, columns, isAfter, OWN_WAREHOUSE, type Row } from './scms-columns.js';

type Group = AnyGroup<typeof columns>;
type Rule = RecordRule<typeof columns>;

const CURRENCY = 'USD';
const UNIT = 'pack';

const customer: Rule = {
  name: 'customer',
  key: ({ values }) => values.project,
  build(group) {
    const at = group.same('country');
    return {
      kind: 'customer',
      number: group.key,
      name: at === null ? group.key : `${group.key} ${at.name}`,
      country: at?.code ?? null,
      email: null,
    };
  },
};

const supplier: Rule = {
  name: 'supplier',
  key: supplierOf,
  build: ({ key }) => ({ kind: 'supplier', number: key, name: key }),
};

const product: Rule = {
  name: 'product',
  key: productOf,
  build: ({ key, first }) => ({
    kind: 'product',
    number: key,
    name: first.values.description,
    unit: UNIT,
    productClass: ProductClass.GENERAL,
  }),
};

const order: Rule = {
  name: 'order',
  key: ({ values }) => values.order,
  build(group) {
    return {
      kind: 'order',
      number: group.key,
      customer: group.same('project'),
      channel: OrderChannel.ERP,
      status: {
        all: OrderStatus.DELIVERED,
        some: OrderStatus.PARTLY_DELIVERED,
        none: OrderStatus.CONFIRMED,
      }[delivered(group)],
      currency: CURRENCY,
      placedAt: placedAt(group),
      confirmedAt: null,
      producedAt: null,
      requestedDate: null,
      promisedDate: latest(promisesOf(group)),
      country: group.same('country')?.code ?? null,
      lines: group.rows.map((row, index) => ({
        externalId: row.id,
        lineNo: index + 1,
        product: productOf(row),
        description: row.values.description,
        quantity: row.values.quantity,
        unit: UNIT,
        unitPrice: row.values.packPrice,
        amount: row.values.value,
        supplier: supplierOf(row),
        requestedDate: null,
        promisedDate: row.values.scheduled,
      })),
    };
  },
};

const purchaseOrder: Rule = {
  name: 'purchase order',
  key: (row) => (supplierOf(row) === null ? null : row.values.order),
  build(group) {
    const sent = group.same('poSent');
    if (sent === null) {
      const detail = `from "${columns[placed(group).column].header}"`;
      group.doubt('poSent', 'no issue date: the order date is inferred', { detail });
    }
    return {
      kind: 'purchaseOrder',
      number: group.key,
      supplier: group.same('vendor'),
      status: {
        all: PurchaseOrderStatus.RECEIVED,
        some: PurchaseOrderStatus.PARTLY_RECEIVED,
        none: PurchaseOrderStatus.ISSUED,
      }[delivered(group)],
      currency: CURRENCY,
      orderedAt: midnightUtc(sent ?? placed(group).on),
      issuedAt: sent === null ? null : midnightUtc(sent),
      lines: group.rows.map((row, index) => ({
        externalId: row.id,
        lineNo: index + 1,
        product: productOf(row),
        description: row.values.description,
        quantity: row.values.quantity,
        unit: UNIT,
        unitPrice: row.values.packPrice,
        requestedDate: null,
        promisedDate: row.values.scheduled,
        status: row.values.delivered === null ? PurchaseOrderLineStatus.OPEN : PurchaseOrderLineStatus.RECEIVED,
        orderLine: row.id,
      })),
    };
  },
};

const shipment: Rule = {
  name: 'shipment',
  key: ({ values }) => values.delivery,
  build(group) {
    const promised = promisesOf(group);
    if (promised.length > 1) {
      const detail = `${promised.join(', ')}; the latest is taken for the whole`;
      group.doubt('scheduled', 'lines of one shipment have different schedules', { detail });
    }
    const freight = total(group, 'freight');
    const arrived = delivered(group);
    return {
      kind: 'shipment',
      number: group.key,
      direction: ShipmentDirection.OUTBOUND,
      carrier: null,
      supplier: group.same('vendor') === OWN_WAREHOUSE ? null : group.first.values.vendor,
      trackingNumber: null,
      mode: group.same('mode'),
      // Without a date the table does not say where the goods are.
      ...(arrived === 'all' ? { status: ShipmentStatus.DELIVERED } : {}),
      deliveredOn: arrived === 'all' ? group.same('delivered') : null,
      promisedDate: latest(promised),
      country: group.same('country')?.code ?? null,
      weightKg: total(group, 'weight'),
      freight: freight === null ? null : { amount: freight, currency: CURRENCY },
      lines: group.rows.map((row) => ({
        externalId: row.id,
        orderLine: row.id,
        purchaseOrderLine: supplierOf(row) === null ? null : row.id,
        quantity: row.values.quantity,
      })),
    };
  },
};

export const scms = defineProfile({
  name: 'scms',
  title: 'USAID SCMS delivery history: one row per line item of one delivery',
  assumptions: [
    'Orders are taken as placed when the price quotation was first sent, else when the purchase order was sent, else ' +
      'on the scheduled delivery date; the last two are noted as doubtful.',
    'Instants that the table states as dates stand as midnight UTC. Delivery and promise dates remain dates.',
    'The customer is the project; its name is made of the project code and the country.',
    `The vendor "${OWN_WAREHOUSE}" is an own warehouse: its lines have no supplier and no purchase order.`,
    'The table does not name carriers, requested dates, customer confirmations or sign-offs: these stay empty. ' +
      'An order whose lines all have a delivery date is DELIVERED.',
    `Amounts are in ${CURRENCY}; quantities are packs; the one price stated serves the order and the purchase order; ` +
      `the product class is ${ProductClass.GENERAL}.`,
    'The table numbers neither products nor vendors: a product is told by its description, molecule, brand, dosage, ' +
      'form and pack size, a vendor by its name.',
  ],
  columns,
  rowId: ({ id }) => String(id),
  belongsTo: (values) => (values.order === null ? null : `order ${values.order}`),
  compare: (a, b) => a.values.id - b.values.id,
  checks,
  records: [customer, supplier, product, order, purchaseOrder, shipment],
});

function supplierOf({ values }: Row): Ref | null {
  return values.vendor === OWN_WAREHOUSE ? null : values.vendor;
}

/** A short stable number, since the attributes together are longer than any item number. */
function productOf({ values }: Row): Ref {
  const { description, molecule, brand, dosage, dosageForm, packSize } = values;
  const attributes = JSON.stringify([description, molecule, brand, dosage, dosageForm, packSize]);
  return `P-${createHash('sha256').update(attributes).digest('hex').slice(0, 12).toUpperCase()}`;
}

/** When the order was placed, as far as the table allows to say, and the column that says it. */
function placed(group: Group): { readonly on: DateOnly; readonly column: 'quoted' | 'poSent' | 'scheduled' } {
  for (const column of ['quoted', 'poSent'] as const) {
    const on = group.rows.map((row) => row.values[column]).find((found) => found !== null);
    if (on != null) return { on, column };
  }
  return { on: earliest(promisesOf(group)), column: 'scheduled' };
}

function placedAt(group: Group): Instant {
  const { on, column } = placed(group);
  group.same('quoted');
  if (column !== 'quoted') {
    group.doubt('quoted', 'placed date inferred', { detail: `${on}, from "${columns[column].header}"` });
  }
  const early = group.rows.find((row) => isAfter(on, row.values.delivered));
  if (early) {
    const detail = `${on}; delivered on ${early.values.delivered}`;
    group.doubt(column, 'placed date lies after a delivery', { detail, row: early });
  }
  const overdue = group.rows.find((row) => on > row.values.scheduled);
  if (overdue) {
    const detail = `${on}; scheduled for ${overdue.values.scheduled}`;
    group.doubt(column, 'placed date lies after the scheduled delivery', { detail, row: overdue });
  }
  return midnightUtc(on);
}

/** The different dates that a group's lines are scheduled for, in order. */
function promisesOf(group: Group): DateOnly[] {
  return [...new Set(group.rows.map((row) => row.values.scheduled))].sort();
}

function earliest(dates: readonly DateOnly[]): DateOnly {
  return dates.reduce((found, date) => (date < found ? date : found));
}

function latest(dates: readonly DateOnly[]): DateOnly {
  return dates.reduce((found, date) => (date > found ? date : found));
}

/** How much of a group has a delivery date. */
function delivered(group: Group): 'all' | 'some' | 'none' {
  const count = group.rows.filter((row) => row.values.delivered !== null).length;
  return count === group.rows.length ? 'all' : count > 0 ? 'some' : 'none';
}

/**
 * The figure of a whole delivery. A line that refers to another line of it is contained there. Where any other line
 * is without a figure, the total is not known: a part of it would pass for the whole.
 */
function total(group: Group, column: 'weight' | 'freight'): Decimal | null {
  const stated: Decimal[] = [];
  let unknown = 0;
  for (const row of group.rows) {
    const cell = row.cells[column];
    if (cell.state === 'value') stated.push(cell.value);
    else if (cell.state !== 'reference' || !group.rows.some(({ id }) => id === cell.reference.line)) unknown += 1;
  }
  if (stated.length === 0) return null;
  if (unknown === 0) return normalise(sum(stated));
  group.doubt(column, 'only a part of the figure is stated, so it is left out', {
    detail: `${normalise(sum(stated))} for ${stated.length} of ${group.rows.length} lines`,
  });
  return null;
}
