import { ConnectorError, type Env } from '../../contract.js';

/** Settings of one Tryton connector. */
export interface TrytonConfig {
  /** Address of the server without a slash at the end, e.g. `https://erp.example.com`. */
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Id of the company whose records are read; null: the one in the user's preferences. */
  readonly company: number | null;
  /** Records read in one call. */
  readonly pageSize: number;
  /** How far before the last pull each pull looks back, for rows that were written then and committed later. */
  readonly overlapSeconds: number;
  /** Everything is read again after this time, for what no look back finds; 0: never. */
  readonly sweepHours: number;
}

/** Reads the settings. Throws ConnectorError('config') with every problem, by variable name. */
export function parseConfig(env: Env): TrytonConfig {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = env[name] ?? '';
    if (value.trim() === '') problems.push(`${name} is missing`);
    return value;
  };
  const whole = (name: string, least: number, most: number): number | null => {
    const value = env[name]?.trim() ?? '';
    if (value === '') return null;
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= least && number <= most) return number;
    problems.push(`${name} must be a whole number from ${least} to ${most}`);
    return null;
  };
  const config: TrytonConfig = {
    url: text('URL').trim().replace(/\/+$/, ''),
    database: text('DATABASE').trim(),
    username: text('USERNAME').trim(),
    password: text('PASSWORD'),
    company: whole('COMPANY', 1, 999_999_999),
    pageSize: whole('PAGE_SIZE', 1, 1000) ?? 100,
    overlapSeconds: whole('OVERLAP_SECONDS', 0, 86_400) ?? 300,
    sweepHours: whole('SWEEP_HOURS', 0, 8760) ?? 24,
  };
  if (config.url !== '' && !isHttp(config.url)) problems.push('URL must be an http or https address without user, query or fragment');
  if (problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return config;
}

function isHttp(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}
