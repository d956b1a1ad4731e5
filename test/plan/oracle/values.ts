/** Values of columns as something that JavaScript compares exactly. */

/** Microseconds since 1970 of an instant as PostgreSQL or RFC 3339 writes it. */
export function instant(text: string): bigint {
  const [, day, time, fraction = '', sign, hours, minutes = '00'] = /^(\S{10})[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d):?(\d\d)?)$/.exec(text) ?? [];
  const offset = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return BigInt(Date.parse(`${day}T${time}Z`) - offset * 60_000) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

/** The same instant as RFC 3339, as one east of Greenwich would write it. */
export function writtenAt(at: bigint, offsetHours: number): string {
  const local = at + BigInt(offsetHours) * 3_600_000_000n;
  const seconds = new Date(Number(local / 1_000_000n) * 1000).toISOString().slice(0, 19);
  const zone = offsetHours === 0 ? 'Z' : `+${String(offsetHours).padStart(2, '0')}:00`;
  return `${seconds}.${String(local % 1_000_000n).padStart(6, '0')}${zone}`;
}

/** A decimal in its sixth place: exact for all that our columns hold. */
export function decimal(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const size = BigInt(whole + fraction.padEnd(6, '0'));
  return text.startsWith('-') ? -size : size;
}
