/** `token`: prints a credential, as the last line of standard output. */
import type { Config } from '../../config.js';
import type { StaffRole } from '../../domain/credentials.js';
import { Role } from '../../entities/enums.js';
import { findGateway } from '../admin-client.js';
import { makeStaffToken, type StaffWish } from '../admin/credentials.js';
import { ExitCode, type Host, Unusable } from '../host.js';
import { wholeNumber } from '../options.js';
import { runOnce, there } from '../runner.js';

export interface TokenOptions {
  /** Any case, `-` for `_`; several of our own people's, separated by commas. */
  readonly role: string;
  readonly supplier?: string;
  readonly carrier?: string;
  readonly days?: string;
  readonly name?: string;
}

const usualDays = 30;

export async function printToken(host: Host, config: Config, options: TokenOptions): Promise<ExitCode> {
  const roles = [...new Set(options.role.split(',').map(roleNamed))];
  const partnerRole = roles.find((role) => role === Role.SUPPLIER || role === Role.CARRIER);
  const { token, about } = partnerRole ? await partnerKey(host, config, roles, partnerRole, options) : await staffToken(host, config, roles as StaffRole[], options);
  host.err(`${about}\n`);
  host.out(`${token}\n`);
  return ExitCode.DONE;
}

function roleNamed(text: string): Role {
  const wanted = text.trim().toUpperCase().replaceAll('-', '_');
  const role = Object.values(Role).find((each) => each === wanted);
  const spelled = Object.values(Role).map((each) => each.toLowerCase().replaceAll('_', '-'));
  if (!role) throw new Unusable(`There is no role ${text.trim()}. The roles are: ${spelled.join(', ')}.`);
  return role;
}

interface Printed {
  readonly token: string;
  readonly about: string;
}

async function staffToken(host: Host, config: Config, roles: StaffRole[], { supplier, carrier, days, name }: TokenOptions): Promise<Printed> {
  const other = supplier !== undefined ? 'supplier' : carrier !== undefined ? 'carrier' : null;
  if (other) throw new Unusable(`--${other} goes with --role ${other} alone.`);
  const wish: StaffWish = { roles, name: name ?? roles.join(', '), days: readDays(days) };
  // What the running gateway signs with is what it accepts; nothing of it needs the database.
  const gateway = config.database ? null : await findGateway(config.dataDir);
  const { token } = gateway ? await there(gateway).run('staff-token', wish) : await makeStaffToken({ config, now: host.now }, wish);
  return { token, about: `Token for ${roles.join(', ')}, good for ${wish.days} days:` };
}

async function partnerKey(host: Host, config: Config, roles: readonly Role[], role: 'SUPPLIER' | 'CARRIER', options: TokenOptions): Promise<Printed> {
  const own = role.toLowerCase() as 'supplier' | 'carrier';
  const other = own === 'supplier' ? 'carrier' : 'supplier';
  const partner = options[own];
  if (roles.length > 1) throw new Unusable(`A partner has no other role: --role ${own} stands alone.`);
  if (options[other] !== undefined) throw new Unusable(`--${other} goes with --role ${other} alone.`);
  if (partner === undefined) throw new Unusable(`Say which one: --role ${own} --${own} <number>.`);
  if (options.days !== undefined) throw new Unusable('Keys of partners do not expire by themselves, so --days means nothing here.');
  const { key, clientId } = await runOnce(config, host, 'partner-key', { role, partner, name: options.name });
  return { token: key, about: `API key of ${own} ${partner} (client ${clientId}). It is shown this once:` };
}

function readDays(text: string | undefined): number {
  if (text === undefined) return usualDays;
  return wholeNumber('--days', text, 3650);
}
