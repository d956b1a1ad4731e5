/**
 * Making credentials: tokens for staff, API keys for partners. Checking them is the server's part.
 *
 * It stands in the domain because both the running gateway and the command line beside a stopped one issue them.
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { v7 as uuid } from 'uuid';
import type { Database } from '../entities/database.js';
import { Role } from '../entities/enums.js';
import { ApiClient, Carrier, Supplier } from '../entities/index.js';
import { lockKey } from './locks.js';
import type { Actor } from './transaction.js';
import { transact } from './transaction.js';

/** Roles of our own people: every one that is not a partner's. */
export type StaffRole = Exclude<Role, 'SUPPLIER' | 'CARRIER'>;

export const staffRoles: readonly StaffRole[] = Object.values(Role).filter(
  (role): role is StaffRole => role !== Role.SUPPLIER && role !== Role.CARRIER,
);

/** Issuer and audience of the tokens that the gateway signs itself. */
export const ownIssuer = 'interline';

/** What is wrong with a wish for a credential, in a sentence for the person at the command line. */
export class CredentialRefused extends Error {
  override readonly name = 'CredentialRefused';
}

export interface StaffToken {
  readonly roles: readonly StaffRole[];
  readonly subject: string;
  readonly name: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** A JWT (HS256) for staff, signed with the gateway's own secret. */
export async function signStaffToken(secret: Uint8Array, token: StaffToken): Promise<string> {
  return new SignJWT({ roles: [...token.roles], name: token.name })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(ownIssuer)
    .setAudience(ownIssuer)
    .setSubject(token.subject)
    .setIssuedAt(token.issuedAt)
    .setExpirationTime(token.expiresAt)
    .sign(secret);
}

const secretFile = 'token-secret';

/**
 * The random secret of a gateway that was given none: kept in `dataDir`, readable by its owner alone. Two processes
 * that make it at the same moment end with the same one.
 */
export function developmentSecret(dataDir: string): Uint8Array {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, secretFile);
  return readSecret(path) ?? makeSecret(path);
}

function readSecret(path: string): Uint8Array | null {
  try {
    const secret = Buffer.from(readFileSync(path, 'utf8').trim(), 'base64url');
    if (secret.length < 32) throw new Error(`${path} holds no usable secret. Remove it to have a new one made; tokens issued with it end.`);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Written whole under another name first, then linked: nobody ever reads half of it, and the first one stays. */
function makeSecret(path: string): Uint8Array {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = openSync(draft, 'wx', 0o600);
  writeSync(file, `${randomBytes(32).toString('base64url')}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    unlinkSync(draft);
  }
  return readSecret(path) as Uint8Array;
}

/** How every API key begins, so that one is recognised in a header, in a log or in a leaked file. */
export const apiKeyPrefix = 'ilk_';

/** 256 random bits; at that length a plain hash is enough to keep. */
export function newApiKey(): string {
  return apiKeyPrefix + randomBytes(32).toString('base64url');
}

/** What is kept of an API key: its SHA-256 in hexadecimal digits. */
export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

export interface PartnerWish {
  readonly role: 'SUPPLIER' | 'CARRIER';
  /** The partner's number, or its id where several systems use the same number. */
  readonly partner: string;
  /** What the key is for; the partner's name where absent. */
  readonly name?: string;
}

export interface IssuedKey {
  readonly clientId: string;
  /** Shown this once: only its hash is kept. */
  readonly key: string;
}

type WithDatabase = Pick<Database, 'em' | 'wake'>;

/** Registers an API client of a partner. Throws CredentialRefused where the partner is unknown or its number is not unique. */
export async function issueApiKey(database: WithDatabase, at: { now: Date; by: Actor }, wish: PartnerWish): Promise<IssuedKey> {
  const clientId = uuid();
  const key = newApiKey();
  await transact(database, { ...at, locks: () => [lockKey('API_CLIENT', clientId)] }, async (tx) => {
    const supplier = wish.role === Role.SUPPLIER ? pickOne(wish, await tx.em.find(Supplier, sought(wish))) : null;
    const carrier = wish.role === Role.CARRIER ? pickOne(wish, await tx.em.find(Carrier, sought(wish))) : null;
    const name = wish.name ?? supplier?.name ?? carrier?.name ?? wish.partner;
    tx.em.persist(
      tx.em.create(ApiClient, {
        id: clientId,
        name: name.slice(0, 255),
        role: wish.role,
        supplier,
        carrier,
        keyHash: hashApiKey(key),
        createdAt: at.now,
        revokedAt: null,
      }),
    );
    const after = { role: wish.role, supplierId: supplier?.id ?? null, carrierId: carrier?.id ?? null };
    tx.audit({ action: 'API_KEY_ISSUED', objectType: 'API_CLIENT', objectId: clientId, before: null, after });
  });
  return { clientId, key };
}

/** Ends a key for good; the gateways notice within their short cache. False where no such key was in force. */
export async function revokeApiKey(database: WithDatabase, at: { now: Date; by: Actor }, clientId: string): Promise<boolean> {
  return transact(database, { ...at, locks: () => [lockKey('API_CLIENT', clientId)] }, async (tx) => {
    const client = await tx.em.findOne(ApiClient, { id: clientId, revokedAt: null });
    if (!client) return false;
    client.revokedAt = at.now;
    tx.audit({ action: 'API_KEY_REVOKED', objectType: 'API_CLIENT', objectId: clientId, before: null, after: { revokedAt: at.now } });
    return true;
  });
}

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function sought({ partner }: PartnerWish): { id: string } | { number: string } {
  return uuidShape.test(partner) ? { id: partner } : { number: partner };
}

function pickOne<T extends { id: string; number: string }>({ role, partner }: PartnerWish, found: readonly T[]): T {
  const kind = role.toLowerCase();
  const [first, ...others] = found;
  if (!first) throw new CredentialRefused(`There is no ${kind} ${partner}.`);
  if (others.length > 0) {
    throw new CredentialRefused(`Several systems have a ${kind} ${partner}. Name it by its id: ${found.map(({ id }) => id).join(', ')}.`);
  }
  return first;
}
