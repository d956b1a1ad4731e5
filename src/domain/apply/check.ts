/**
 * Checks a fact's values before anything is changed, so that one bad value sets aside one fact and not the whole chunk
 * that it came in. Members have the same meaning in every kind of fact, so the rules go by the members' names.
 */
import { isDateOnly, parseInstant } from '../dates.js';
import { compare, isDecimal, multiply, normalise, scaleOf } from '../decimal.js';
import type { Decimal, Fact } from '../facts.js';
import { CannotApply } from './result.js';

/** Characters that the columns hold. Longer text than `longest` is no name and no remark. */
const maxLength: Readonly<Record<string, number>> = {
  externalId: 255,
  version: 255,
  number: 255,
  country: 64,
  email: 320,
  unit: 32,
  warehouse: 255,
  trackingNumber: 255,
  supplierReference: 255,
  eventKey: 255,
  retracts: 255,
  carrierCode: 255,
  postalCode: 32,
};
const longest = 20_000;

/** What a record is called by cannot be empty. */
const named = new Set(['number', 'warehouse']);

const dates = new Set(['requestedDate', 'promisedDate', 'receivedOn', 'deliveredOn']);
const instants = new Set([
  'updatedAt',
  'placedAt',
  'receivedAt',
  'confirmedAt',
  'producedAt',
  'orderedAt',
  'issuedAt',
  'shippedAt',
  'occurredAt',
  'snapshotAt',
  'estimatedDelivery',
  'asOf',
]);

/** Quantities are counted, so a finer one is an error; prices, amounts and weights may be rounded to their column. */
const decimals: Readonly<Record<string, { readonly below: string; readonly scale?: number; readonly signed?: boolean }>> = {
  quantity: { below: '100000000000000', scale: 6 },
  rejectedQuantity: { below: '100000000000000', scale: 6 },
  // Goods that went out before they were booked in leave less than nothing.
  onHand: { below: '100000000000000', scale: 6, signed: true },
  weightKg: { below: '100000000000000' },
  // Discounts and credits stand as negative prices and amounts in some systems.
  unitPrice: { below: '100000000000000', signed: true },
  listPrice: { below: '100000000000000' },
  amount: { below: '10000000000000000', signed: true },
};

const maxInteger = 2_147_483_647;

/** False for a fact that will be set aside for its values alone: it needs no locks. */
export function isSound(fact: Fact): boolean {
  try {
    checkFact(fact);
    return true;
  } catch {
    return false;
  }
}

/** Throws `CannotApply` for the first value that cannot be stored or is no value at all. */
export function checkFact(fact: Fact): void {
  if (sound.has(fact)) return;
  walk(fact, '', '');
  // A supplier's answers have no ids of their own, and are judged as a whole by the rules of purchase orders.
  if ('lines' in fact && fact.kind !== 'purchaseOrderConfirmation') checkLines(fact.lines);
  sound.add(fact);
}

/** A fact is checked for its locks and before it is applied, and is not changed in between. */
const sound = new WeakSet<Fact>();

function walk(value: unknown, key: string, path: string): void {
  if (typeof value === 'string') checkText(value, key, path);
  else if (typeof value === 'number') checkNumber(value, key, path);
  else if (Array.isArray(value)) value.forEach((item, index) => walk(item, key, `${path}.${index}`));
  else if (value !== null && typeof value === 'object') {
    for (const name of Object.keys(value) as (keyof typeof value)[]) walk(value[name], name, path === '' ? name : `${path}.${name}`);
  }
}

function checkText(value: string, key: string, at: string): void {
  // PostgreSQL's text cannot hold NUL; a sender who writes one would be answered with an error for ever.
  if (value.includes('\0')) throw new CannotApply('TEXT_INVALID', { at });
  const max = (Object.hasOwn(maxLength, key) && maxLength[key]) || longest;
  if (value.length > max) throw new CannotApply('TEXT_TOO_LONG', { max, at });
  if (named.has(key) && value.trim() === '') throw new CannotApply('REQUIRED', { at });
  if (key === 'currency' && !/^[A-Z]{3}$/.test(value)) throw new CannotApply('VALUE_UNKNOWN', { value: value.slice(0, 40), at });
  if (dates.has(key) && !isDateOnly(value)) throw new CannotApply('DATE_INVALID', { value: value.slice(0, 40), at });
  if (instants.has(key)) parseInstant(value, [at]);
  if (Object.hasOwn(decimals, key)) checkDecimal(value, key, at);
}

function checkDecimal(value: string, key: string, at: string): void {
  const rule = decimals[key];
  if (!rule) return;
  if (!isDecimal(value)) throw new CannotApply('DECIMAL_INVALID', { value: value.slice(0, 40), at });
  const negative = value.startsWith('-');
  if (negative && !rule.signed && compare(value, '0') !== 0) throw new CannotApply('QUANTITY_NOT_POSITIVE', { value, at });
  if (compare(negative ? value.slice(1) : value, rule.below) >= 0) {
    throw new CannotApply('QUANTITY_TOO_LARGE', { value, max: rule.below, at });
  }
  if (rule.scale !== undefined && scaleOf(normalise(value)) > rule.scale) {
    throw new CannotApply('DECIMAL_TOO_FINE', { value, scale: rule.scale, at });
  }
}

function checkNumber(value: number, key: string, at: string): void {
  const fine = key === 'lineNo' ? Number.isInteger(value) && value >= 0 && value <= maxInteger : Number.isFinite(value);
  if (!fine) throw new CannotApply('VALUE_UNKNOWN', { value: String(value), at });
}

interface Line {
  readonly externalId: string;
  readonly lineNo?: number;
  readonly quantity: Decimal;
  readonly unitPrice?: Decimal | null;
}

/** A line told twice in one fact says two things about one line: neither can be believed. */
function checkLines(lines: readonly Line[]): void {
  const refs = new Set<string>();
  const numbers = new Set<number>();
  for (const { externalId, lineNo, quantity, unitPrice } of lines) {
    const amount = unitPrice == null ? '0' : multiply(quantity, unitPrice);
    checkDecimal(amount, 'amount', `lines.${refs.size}`);
    if (refs.has(externalId) || (lineNo !== undefined && numbers.has(lineNo))) {
      throw new CannotApply('LINE_TWICE', { line: lineNo ?? externalId });
    }
    refs.add(externalId);
    if (lineNo !== undefined) numbers.add(lineNo);
  }
}
