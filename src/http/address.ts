import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Ranges (names of ipaddr.js) that a connector may reach once its own network is allowed, e.g. an ERP on the LAN. */
const PRIVATE_RANGES: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'];

/** Public by range, yet answering inside a cloud only: Azure's wire server hands out machine credentials. */
const METADATA_ADDRESSES: readonly string[] = ['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'];

/**
 * Why an IP address may not be connected to, or null where it may. Everything that is not plainly public is refused, as are
 * tunnels that carry another address inside (6to4, Teredo, NAT64). `allowPrivate` opens loopback and private networks,
 * never link-local ones or the metadata services of clouds.
 */
export function refusedAddress(address: string, allowPrivate: boolean): string | null {
  if (!ipaddr.isValid(address)) return `${address} is not an IP address`;
  const parsed = ipaddr.process(address);
  if (METADATA_ADDRESSES.includes(parsed.toString())) return `${address} is a cloud's metadata service`;
  const range = parsed.range();
  if (range === 'unicast' || (allowPrivate && PRIVATE_RANGES.includes(range))) return null;
  return `${address} is not a public address (${range})`;
}

/** Error of the address guard; its code lets the failure be told apart after it passed through the HTTP stack. */
export class AddressRefusedError extends Error {
  readonly code = 'ERR_ADDRESS_REFUSED';
}

/** Why a URL may not be called, or null: scheme, credentials in the address, a literal IP address. Names are checked by `guardedLookup`. */
export function refusedUrl(url: URL, allowPrivate: boolean): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return `${url.protocol} is not http or https`;
  if (url.username !== '' || url.password !== '') return 'the address carries credentials';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? refusedAddress(host, allowPrivate) : null;
}

/**
 * A `lookup` for sockets that refuses a name as soon as one of its addresses is refused. It runs for the very connection
 * that is made, so a name cannot change its address between check and use.
 */
export function guardedLookup(allowPrivate: boolean, lookup: LookupFunction = dnsLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = found as unknown as LookupAddress[];
      const refused = error ? null : firstRefused(addresses, allowPrivate);
      if (error) callback(error, []);
      else if (refused !== null) callback(new AddressRefusedError(`${hostname}: ${refused}`), []);
      else if (options.all) callback(null, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

function firstRefused(addresses: readonly LookupAddress[], allowPrivate: boolean): string | null {
  if (addresses.length === 0) return 'it has no address';
  for (const { address } of addresses) {
    const refused = refusedAddress(address, allowPrivate);
    if (refused !== null) return refused;
  }
  return null;
}
