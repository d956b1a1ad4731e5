/** Tokens for our own people, keys for partners. */
import { z } from 'zod';
import { CredentialRefused, developmentSecret, issueApiKey, signStaffToken, staffRoles } from '../../domain/credentials.js';
import type { Database } from '../../entities/database.js';
import { Carrier, Supplier } from '../../entities/index.js';
import { type Services, defineCommand, operator } from './command.js';

const staffWish = z.object({
  roles: z.array(z.enum(staffRoles)).min(1),
  /** The person's name. */
  name: z.string().min(1).max(255),
  days: z.number().int().min(1).max(3650),
});

export type StaffWish = z.infer<typeof staffWish>;

/** A token is made without the database, so the command line makes it itself where no gateway runs. */
export async function makeStaffToken({ config, now }: Pick<Services, 'config' | 'now'>, { roles, name, days }: StaffWish): Promise<{ token: string }> {
  if (config.oidc) {
    const { issuer, audience, rolesClaim } = config.oidc;
    throw new CredentialRefused(
      `Staff sign in with ${issuer} (OIDC_ISSUER), so this gateway signs no tokens for them. Have one issued there for the ` +
        `audience ${audience}, with ${roles.join(', ')} in its claim "${rolesClaim}". Keys for suppliers and carriers are made here all the same.`,
    );
  }
  const issuedAt = now();
  const expiresAt = new Date(issuedAt.getTime() + days * 86_400_000);
  return { token: await signStaffToken(config.tokenSecret ?? developmentSecret(config.dataDir), { roles, subject: `operator:${name}`, name, issuedAt, expiresAt }) };
}

export const staffTokenCommand = defineCommand({ input: staffWish, run: makeStaffToken });

export const partnerKeyCommand = defineCommand({
  input: z.object({ role: z.enum(['SUPPLIER', 'CARRIER']), partner: z.string().min(1).max(255), name: z.string().min(1).max(255).optional() }),
  run: async ({ database, now }, wish) => {
    try {
      return await issueApiKey(database, { now: now(), by: operator }, wish);
    } catch (error) {
      if (!(error instanceof CredentialRefused)) throw error;
      throw new CredentialRefused(`${error.message} ${await whoIsThere(database, wish.role)}`);
    }
  },
});

const shown = 20;

async function whoIsThere(database: Database, role: 'SUPPLIER' | 'CARRIER'): Promise<string> {
  const options = { fields: ['number', 'name'], orderBy: { number: 'asc' }, limit: shown } as const;
  const em = database.em.fork();
  const [partners, count] = role === 'SUPPLIER' ? await em.findAndCount(Supplier, {}, options) : await em.findAndCount(Carrier, {}, options);
  const kind = role.toLowerCase();
  if (count === 0) return `There is no ${kind} at all yet: import or pull some first.`;
  const names = partners.map(({ number, name }) => (number === name ? number : `${number} (${name})`)).join(', ');
  return `The ${kind}s are: ${names}${count > shown ? `, and ${count - shown} more` : ''}.`;
}
