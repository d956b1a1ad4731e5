/** Addresses of Unix sockets: the kernel takes about a hundred bytes, and from the working folder a path may be shorter than from the root. */
import { relative, resolve } from 'node:path';

/** The shorter of the two ways to a path; null where even that is too long for a socket. */
export function socketPath(path: string): string | null {
  const [best = path] = [resolve(path), relative(process.cwd(), path)].sort((a, b) => Buffer.byteLength(a) - Buffer.byteLength(b));
  return Buffer.byteLength(best) > 103 ? null : best;
}
