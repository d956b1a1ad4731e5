/** The columns of the SCMS delivery history, what their words mean, and what to look at in a row. */
import { daysBetween } from '../../domain/dates.js';
import { compare, multiply, normalise } from '../../domain/decimal.js';
import type { DateOnly } from '../../domain/facts.js';
import { TransportMode } from '../../entities/enums.js';
import { optional, required } from '../cell.js';
import { country } from '../countries.js';
import { date } from '../dates.js';
import { decimal, integer, oneOf, orReference, text, words } from '../parsers.js';
import type { Row as AnyRow, RowCheck } from '../profile.js';

/** The vendor that is none. */
export const OWN_WAREHOUSE = 'SCMS from RDC';
/** Further from the schedule than this is either remarkable or a typing error. */
const FAR_DAYS = 60;

const day = date(['D-Mon-YY', 'D-Mon-YYYY', 'M/D/YY', 'M/D/YYYY'], { twoDigitYearsFrom: 1970 });
const money = decimal({ min: '0', scale: 4 });
const notCaptured = { 'Date Not Captured': 'the date was not captured' };
const otherLine = /^See (?<document>\S+) \(ID#:\s*(?<line>\d+)\)$/;

export const columns = {
  id: required('ID', integer({ min: 1 })),
  project: required('Project Code', text({ maxLength: 255 })),
  order: required('PO / SO #', text({ maxLength: 255 })),
  delivery: required('ASN/DN #', text({ maxLength: 255 })),
  country: optional('Country', country()),
  fulfilment: optional('Fulfill Via', oneOf({ 'From RDC': 'warehouse', 'Direct Drop': 'vendor' })),
  mode: optional(
    'Shipment Mode',
    words(
      { 'N/A': 'the shipment mode is not stated' },
      oneOf<TransportMode>({
        Air: TransportMode.AIR,
        'Air Charter': TransportMode.AIR_CHARTER,
        Ocean: TransportMode.SEA,
        Truck: TransportMode.ROAD,
      }),
    ),
  ),
  quoted: optional(
    'PQ First Sent to Client Date',
    words({ ...notCaptured, 'Pre-PQ Process': 'ordered before price quotations were recorded' }, day),
  ),
  poSent: optional(
    'PO Sent to Vendor Date',
    words({ ...notCaptured, 'N/A - From RDC': 'from the own warehouse, so there is no vendor' }, day),
  ),
  scheduled: required('Scheduled Delivery Date', day),
  delivered: optional('Delivered to Client Date', day),
  recorded: optional('Delivery Recorded Date', day),
  vendor: required('Vendor', text({ maxLength: 255 })),
  description: required('Item Description', text()),
  molecule: optional('Molecule/Test Type', text()),
  brand: optional('Brand', text()),
  dosage: optional('Dosage', words({ 'N/A': 'a dosage does not apply' }, text())),
  dosageForm: optional('Dosage Form', text()),
  packSize: optional('Unit of Measure (Per Pack)', integer({ min: 1 })),
  quantity: required('Line Item Quantity', decimal({ above: '0' })),
  value: optional('Line Item Value', money),
  packPrice: optional('Pack Price', money),
  site: optional('Manufacturing Site', text()),
  weight: optional(
    'Weight (Kilograms)',
    words(
      { 'Weight Captured Separately': 'the weight was captured elsewhere' },
      orReference(otherLine, decimal({ above: '0' })),
    ),
  ),
  freight: optional(
    'Freight Cost (USD)',
    words(
      {
        'Freight Included in Commodity Cost': 'freight is part of the price of the goods',
        'Invoiced Separately': 'freight was invoiced separately',
      },
      orReference(otherLine, money),
    ),
  ),
  insurance: optional('Line Item Insurance (USD)', money),
};

export type Row = AnyRow<typeof columns>;
type Check = RowCheck<typeof columns>;

export const checks: readonly Check[] = [
  {
    column: 'poSent',
    reason: 'purchase order sent after delivery',
    find: ({ values: { poSent, delivered } }) => (isAfter(poSent, delivered) ? `delivered on ${delivered}` : null),
  },
  {
    column: 'poSent',
    reason: 'purchase order sent after the scheduled delivery',
    find: ({ values: { poSent, scheduled } }) => (isAfter(poSent, scheduled) ? `scheduled for ${scheduled}` : null),
  },
  {
    column: 'recorded',
    reason: 'recorded before delivery',
    find: ({ values: { recorded, delivered } }) => (isAfter(delivered, recorded) ? `delivered on ${delivered}` : null),
  },
  {
    column: 'recorded',
    reason: 'recorded on a later day than delivered',
    find: ({ values: { recorded, delivered } }) => (isAfter(recorded, delivered) ? `delivered on ${delivered}` : null),
  },
  {
    column: 'delivered',
    reason: `more than ${FAR_DAYS} days early`,
    find: (row) => (daysLate(row) < -FAR_DAYS ? `${-daysLate(row)} days` : null),
  },
  {
    column: 'delivered',
    reason: `more than ${FAR_DAYS} days late`,
    find: (row) => (daysLate(row) > FAR_DAYS ? `${daysLate(row)} days` : null),
  },
  {
    column: 'value',
    reason: 'line value is zero',
    find: ({ values: { value, quantity } }) => (value === '0' ? `for a quantity of ${quantity}` : null),
  },
  {
    column: 'value',
    reason: 'line value is not quantity × pack price',
    find({ values: { value, quantity, packPrice } }) {
      if (value === null || packPrice === null) return null;
      const expected = multiply(quantity, packPrice);
      return compare(expected, value) === 0 ? null : `${quantity} × ${packPrice} is ${normalise(expected)}`;
    },
  },
  {
    column: 'country',
    reason: 'the project code names another country',
    find({ values: { project, country } }) {
      const code = /^[^-]+-([A-Z]{2})-/.exec(project)?.[1];
      return code === undefined || country === null || code === country.code ? null : `${project} for ${country.name}`;
    },
  },
  {
    column: 'fulfilment',
    reason: 'contradicts the vendor, which is what was followed',
    find({ values: { fulfilment, vendor } }) {
      return fulfilment === null || (fulfilment === 'warehouse') === (vendor === OWN_WAREHOUSE) ? null : vendor;
    },
  },
  ...(['weight', 'freight'] as const).map((column): Check => ({
    column,
    reason: 'refers to a line of another delivery',
    find({ cells, values: { delivery } }) {
      const cell = cells[column];
      if (cell.state !== 'reference' || cell.reference.document === delivery) return null;
      return `this row belongs to ${delivery}`;
    },
  })),
];

/** False where either is unknown. */
export function isAfter(date: DateOnly | null, other: DateOnly | null): boolean {
  return date !== null && other !== null && date > other;
}

/** Negative: early. Zero where there is no delivery date. */
function daysLate({ values: { scheduled, delivered } }: Row): number {
  return delivered === null ? 0 : daysBetween(scheduled, delivered);
}
