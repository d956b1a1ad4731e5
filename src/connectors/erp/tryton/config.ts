import type { Env } from '../../contract.js';
import type { PullOptions } from '../shared/pull.js';
import { Settings } from '../shared/settings.js';

/** Settings of one Tryton connector. */
export interface TrytonConfig extends PullOptions {
  /** Address of the server without a slash at the end, e.g. `https://erp.example.com`. */
  readonly url: string;
  readonly database: string;
  readonly username: string;
  readonly password: string;
  /** Id of the company whose records are read; null: the one in the user's preferences. */
  readonly company: number | null;
}

/** Reads the settings. Throws ConnectorError('config') with every problem, by variable name. */
export function parseConfig(env: Env): TrytonConfig {
  const settings = new Settings(env);
  const config: TrytonConfig = {
    url: settings.address('URL'),
    database: settings.required('DATABASE').trim(),
    username: settings.required('USERNAME').trim(),
    password: settings.required('PASSWORD'),
    company: settings.whole('COMPANY', 1, 999_999_999),
    ...settings.pullOptions(),
  };
  settings.check();
  return config;
}
