import { isAbsolute } from 'node:path';
import type { SftpOptions } from '../../../http/sftp.js';
import { ConnectorError, type Env } from '../../contract.js';
import { loadProfile } from '../../mapping/load.js';
import { compileProfile, profileSchema, type FileKind } from './profile.js';

export interface Config {
  readonly folder: string;
  /** Null: the folder is on this machine. */
  readonly sftp: SftpOptions | null;
  readonly kinds: readonly FileKind[];
  /** A file is taken once it was seen unchanged for so long. */
  readonly settleSeconds: number;
  readonly maxFileBytes: number;
}

/** Reads the settings. Throws ConnectorError('config') that names everything that is wrong. */
export function parseConfig(env: Env): Config {
  const problems: string[] = [];
  const whole = (name: string, least: number, most: number, otherwise: number): number => {
    const text = env[name]?.trim() ?? '';
    const number = text === '' ? otherwise : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= least && number <= most)) problems.push(`${name} must be a whole number from ${least} to ${most}`);
    return number;
  };
  const folder = env.FOLDER?.trim() ?? '';
  const host = env.SFTP_HOST?.trim() ?? '';
  if (folder === '') problems.push('FOLDER is missing: the folder that files are dropped into');
  else if (host === '' && !isAbsolute(folder)) problems.push('FOLDER must be a whole path, from the root on');
  const { compiled } = loadProfile({ name: 'PROFILE', path: env.PROFILE }, profileSchema, compileProfile, problems);
  const config = {
    folder,
    sftp: host === '' ? null : readSftp(host, whole('SFTP_PORT', 1, 65_535, 22), env, problems),
    settleSeconds: whole('SETTLE_SECONDS', 0, 86_400, 30),
    maxFileBytes: whole('MAX_FILE_MB', 1, 1000, 50) * 1_000_000,
  };
  if (!compiled || problems.length > 0) throw new ConnectorError('config', problems.join('; '));
  return { ...config, kinds: compiled };
}

function readSftp(host: string, port: number, env: Env, problems: string[]): SftpOptions {
  const username = env.SFTP_USERNAME?.trim() ?? '';
  const hostKey = env.SFTP_HOST_KEY?.trim().replace(/=+$/, '') ?? '';
  const password = env.SFTP_PASSWORD || null;
  const privateKey = env.SFTP_PRIVATE_KEY?.trim() ? env.SFTP_PRIVATE_KEY : null;
  if (/[\s/@]/.test(host)) problems.push('SFTP_HOST must be the name or address of a host, nothing else');
  if (username === '') problems.push('SFTP_USERNAME is missing');
  if (hostKey === '') problems.push('SFTP_HOST_KEY is missing: the fingerprint of the host, as ssh-keygen -l prints it');
  else if (!/^SHA256:[A-Za-z0-9+/]{43}$/.test(hostKey)) problems.push('SFTP_HOST_KEY must be a fingerprint of the form SHA256:…');
  if (password === null && privateKey === null) problems.push('SFTP_PASSWORD is missing, or SFTP_PRIVATE_KEY in its place');
  // An ERP's files lie in the house, on a private network.
  return { host, port, username, password, privateKey, passphrase: env.SFTP_PASSPHRASE || null, hostKey, allowPrivateAddresses: true };
}
