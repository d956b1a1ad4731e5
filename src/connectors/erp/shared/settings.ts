import { ConnectorError, type Env } from '../../contract.js';
import type { PullOptions } from './pull.js';
import { isZone } from './zone.js';

/** Reads the settings of an ERP connector and collects what is wrong with them, each problem by its variable's name. */
export class Settings {
  readonly #problems: string[] = [];

  constructor(private readonly env: Env) {}

  /** As it is written, blanks included: it may be a password. */
  required(name: string): string {
    const value = this.env[name] ?? '';
    if (value.trim() === '') this.#problems.push(`${name} is missing`);
    return value;
  }

  optional(name: string): string | null {
    const value = this.env[name]?.trim() ?? '';
    return value === '' ? null : value;
  }

  /** An optional secret; one that is shorter than `least` characters can be guessed and is refused. */
  secret(name: string, least: number): string | null {
    const value = this.optional(name);
    if (value !== null && value.length < least) this.#problems.push(`${name} must have at least ${least} characters`);
    return value;
  }

  whole(name: string, least: number, most: number): number | null {
    const value = this.optional(name);
    if (value === null) return null;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.#problems.push(`${name} must be a whole number from ${least} to ${most}`);
    return null;
  }

  /** A web address, without a slash at its end. */
  address(name: string): string {
    const value = this.required(name).trim().replace(/\/+$/, '');
    if (value !== '' && !isHttp(value)) this.#problems.push(`${name} must be an http or https address without user, query or fragment`);
    return value;
  }

  zone(name: string): string {
    const value = this.required(name).trim();
    if (value !== '' && !isZone(value)) this.#problems.push(`${name} must be a time zone such as Europe/Berlin`);
    return value;
  }

  oneOf<Value extends string>(name: string, values: readonly Value[], standard: Value): Value {
    const value = this.optional(name);
    if (value === null) return standard;
    const found = values.find((allowed) => allowed === value);
    if (found === undefined) this.#problems.push(`${name} must be one of ${values.join(', ')}`);
    return found ?? standard;
  }

  /** `PAGE_SIZE`, `OVERLAP_SECONDS` and `SWEEP_HOURS`. */
  pullOptions(): PullOptions {
    return {
      pageSize: this.whole('PAGE_SIZE', 1, 1000) ?? 100,
      overlapSeconds: this.whole('OVERLAP_SECONDS', 0, 86_400) ?? 300,
      sweepHours: this.whole('SWEEP_HOURS', 0, 8760) ?? 24,
    };
  }

  /** Throws ConnectorError('config') with every problem. */
  check(): void {
    if (this.#problems.length > 0) throw new ConnectorError('config', this.#problems.join('; '));
  }
}

function isHttp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
