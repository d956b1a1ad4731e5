/** Our names of carriers and the codes that an outside system has for them, as a setting lists them. */
export interface CarrierCodes {
  /** Our names, as they stand in the setting. */
  readonly names: readonly string[];
  /** The outside system's code for a carrier of ours, whatever the name's case; null: none is set. */
  codeOf(name: string | null): string | null;
  /** Our name for the outside system's code; null: none is set. */
  nameOf(code: string): string | null;
}

/** Reads `DHL Express=dhl_express, UPS=ups`; the empty text lists none. Null where it is no such list or names one carrier twice. */
export function readCarrierCodes(text: string): CarrierCodes | null {
  const pairs = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => part.split('=').map((side) => side.trim()));
  const codes = new Map<string, string>();
  const names = new Map<string, string>();
  for (const [name = '', code = '', ...rest] of pairs) {
    if (name === '' || code === '' || rest.length > 0 || codes.has(name.toLowerCase())) return null;
    codes.set(name.toLowerCase(), code);
    if (!names.has(code.toLowerCase())) names.set(code.toLowerCase(), name);
  }
  return {
    names: pairs.map(([name = '']) => name),
    codeOf: (name) => codes.get(name?.toLowerCase() ?? '') ?? null,
    nameOf: (code) => names.get(code.toLowerCase()) ?? null,
  };
}
