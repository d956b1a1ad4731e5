/** UPS's units: those of the country that the goods leave. */

export interface Units {
  readonly weight: 'KGS' | 'LBS';
  readonly length: 'CM' | 'IN';
}

/** Countries whose shippers state pounds and inches. */
const IMPERIAL = ['US', 'PR'];

const KG_PER_LB = 0.45359237;
const CM_PER_IN = 2.54;

export function unitsOf(country: string): Units {
  return IMPERIAL.includes(country) ? { weight: 'LBS', length: 'IN' } : { weight: 'KGS', length: 'CM' };
}

/** Kilograms in these units with one digit after the point, rounded up: what is stated too low is charged for later. */
export function weightText(kg: number, { weight }: Units): string {
  const value = weight === 'KGS' ? kg : kg / KG_PER_LB;
  return (Math.ceil(value * 10 - 1e-6) / 10).toFixed(1);
}

/** Centimetres in whole units, rounded up. */
export function lengthText(cm: number, { length }: Units): string {
  return String(Math.ceil((length === 'CM' ? cm : cm / CM_PER_IN) - 1e-6));
}
