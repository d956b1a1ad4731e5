/** GS1 keys and business documents as EPCIS writes them, and the numbers that people know them by. */

/** Logistic unit, shipment, consignment, bill of lading, despatch advice, purchase order. */
export const REFERENCE_KINDS = ['sscc', 'gsin', 'ginc', 'bol', 'desadv', 'po'] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

/** What is looked for where nothing else is set. Goods of one purchase order may come in many shipments. */
export const DEFAULT_KINDS: readonly ReferenceKind[] = REFERENCE_KINDS.filter((kind) => kind !== 'po');

export interface Gs1Key {
  readonly kind: 'sscc' | 'gsin' | 'ginc';
  /** As it is printed: an SSCC has 18 digits, a GSIN 17, both with their check digit. */
  readonly number: string;
}

export function isReferenceKind(text: string): text is ReferenceKind {
  return REFERENCE_KINDS.some((kind) => kind === text);
}

/** An EPC URN (`urn:epc:id:sscc:0614141.1234567890`) or a GS1 Digital Link (`https://…/00/106141412345678908`); null for other keys. */
export function readGs1Key(text: string): Gs1Key | null {
  return readUrn(text) ?? readDigitalLink(text);
}

/** What people know a document by: the last part of `urn:epcglobal:cbv:bt:0614141073467:1152` or of a web address. */
export function documentNumber(identifier: string): string | null {
  const last = identifier.trim().split(/[/:]/).at(-1) ?? '';
  return last === '' ? null : last;
}

function readUrn(text: string): Gs1Key | null {
  const match = /^urn:epc:id:(sscc|gsin|ginc):(\d{6,12})\.([\x21-\x7e]{1,30})$/.exec(text.trim());
  if (!match) return null;
  const [, kind, prefix = '', reference = ''] = match;
  if (kind === 'ginc') return { kind, number: prefix + reference };
  // In the URN the extension digit stands behind the prefix, in the key before it.
  const digits = kind === 'sscc' ? reference.slice(0, 1) + prefix + reference.slice(1) : prefix + reference;
  const length = kind === 'sscc' ? 17 : 16;
  if (!new RegExp(`^\\d{${length}}$`).test(digits)) return null;
  return { kind: kind === 'sscc' ? 'sscc' : 'gsin', number: digits + checkDigit(digits) };
}

/** Application identifiers of the GS1 General Specifications. */
const IDENTIFIERS: Readonly<Record<string, Gs1Key['kind']>> = { '00': 'sscc', '402': 'gsin', '401': 'ginc' };

function readDigitalLink(text: string): Gs1Key | null {
  const match = /^https?:\/\/[^?#]*\/(00|401|402)\/([^/?#]{1,60})(?:[?#]|$)/.exec(text.trim());
  if (!match) return null;
  const kind = IDENTIFIERS[match[1]!]!;
  const number = decoded(match[2]!);
  const digits = { sscc: /^\d{18}$/, gsin: /^\d{17}$/, ginc: /^[\x21-\x7e]{1,30}$/ }[kind];
  if (!digits.test(number)) return null;
  const isMistyped = kind !== 'ginc' && checkDigit(number.slice(0, -1)) !== number.at(-1);
  return isMistyped ? null : { kind, number };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** GS1's check digit: weights 3 and 1 from the right. */
function checkDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (sum % 10)) % 10);
}
