import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A place in a file that runs, as a stack names it. */
const place = /(file:\/\/\/[^\s():]+\.js|\/[^\s():]+\.js):(\d+):(\d+)/g;

/** What is read of a map takes some fifty megabytes, so places are kept and not the map: a fault comes again at the same ones. */
const origins = new Map<string, string>();
/** There are no more places that fail; a text that somebody has sent may name as many as he likes. */
const mostOrigins = 10_000;

/**
 * A stack with places in the sources, where the file that runs has a source map beside it. Node's `--enable-source-maps` shows the same, but
 * reads every map at its start, for half a second and, with a map of packed libraries, 100 MB, whether or not anything ever fails.
 */
export function originalStack(stack: string): string {
  if (origins.size > mostOrigins) origins.clear();
  const unknown = [...stack.matchAll(place)].filter(([shown]) => !origins.has(shown));
  const maps = new Map<string, SourceMap | null>();
  for (const [shown, address = '', line, column] of unknown) {
    const path = address.startsWith('file:') ? fileURLToPath(address) : address;
    if (!maps.has(path)) maps.set(path, readMap(path));
    const origin = maps.get(path)?.findOrigin(Number(line), Number(column));
    origins.set(shown, origin && 'fileName' in origin ? `${resolve(dirname(path), origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}` : shown);
  }
  return stack.replace(place, (shown) => origins.get(shown) ?? shown);
}

function readMap(path: string): SourceMap | null {
  const file = `${path}.map`;
  try {
    return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : null;
  } catch {
    // A stack without the places of the sources still says what has failed.
    return null;
  }
}
