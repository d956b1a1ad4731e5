/** Tables in Markdown, and numbers as people read them. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}

/** Three significant digits, thousands parted. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.min(digits, 3), minimumFractionDigits: Math.min(digits, 3) });
}

export const times = (ratio: number): string => (Number.isFinite(ratio) ? `${ratio.toFixed(2)} ×` : '–');

/** A figure against what was wanted of it. */
export interface Check {
  readonly what: string;
  readonly wanted: string;
  readonly found: string;
  readonly passed: boolean;
}

export function atLeast(what: string, found: number, wanted: number, write: (value: number) => string = times): Check {
  return { what, wanted: `≥ ${write(wanted)}`, found: write(found), passed: found >= wanted };
}

export function atMost(what: string, found: number, wanted: number, write: (value: number) => string = times): Check {
  return { what, wanted: `≤ ${write(wanted)}`, found: write(found), passed: found <= wanted };
}

export interface Section {
  readonly title: string;
  readonly text: string;
  readonly checks: readonly Check[];
}
