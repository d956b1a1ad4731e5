import { ConnectorError, type Env } from '../../contract.js';
import type { PullSettings } from './pull.js';

/** Reads settings one by one and gathers what is wrong with them, to be told at once. */
export class Settings {
  readonly #problems: string[] = [];

  constructor(private readonly env: Env) {}

  has(name: string): boolean {
    return (this.env[name] ?? '').trim() !== '';
  }

  /** A text that must be there. */
  text(name: string): string {
    if (!this.has(name)) this.problem(`${name} is missing`);
    return (this.env[name] ?? '').trim();
  }

  optional(name: string): string | null {
    return this.has(name) ? this.env[name]!.trim() : null;
  }

  whole(name: string, least: number, most: number, otherwise: number): number {
    const value = this.optional(name);
    if (value === null) return otherwise;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) this.problem(`${name} must be a whole number from ${least} to ${most}`);
    return number;
  }

  choice<Value extends string>(name: string, values: readonly Value[], otherwise: Value): Value {
    const value = this.optional(name);
    const chosen = values.find((one) => one === value);
    if (value !== null && chosen === undefined) this.problem(`${name} must be one of ${values.join(', ')}`);
    return chosen ?? otherwise;
  }

  /** An http or https address, without a slash at the end. `otherwise` undefined: it must be there. */
  address(name: string, otherwise?: string): string {
    const text = otherwise === undefined ? this.text(name) : (this.optional(name) ?? otherwise);
    if (text !== '' && !isHttp(text)) this.problem(`${name} must be an http or https address without user, query or fragment`);
    return text.replace(/\/+$/, '');
  }

  pulling(pageSize: number): PullSettings {
    return {
      pageSize: this.whole('PAGE_SIZE', 1, 5000, pageSize),
      overlapSeconds: this.whole('OVERLAP_SECONDS', 0, 86_400, 300),
      sweepHours: this.whole('SWEEP_HOURS', 0, 8760, 24),
    };
  }

  problem(text: string): void {
    this.#problems.push(text);
  }

  /** Throws ConnectorError('config') with every problem, by variable name. */
  refuseProblems(): void {
    if (this.#problems.length > 0) throw new ConnectorError('config', this.#problems.join('; '));
  }
}

function isHttp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
