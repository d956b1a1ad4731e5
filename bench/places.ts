/** Folders that the benchmarks work with. */
import { fileURLToPath } from 'node:url';

/** The project's own folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** What the benchmarked gateways and the benchmarks themselves leave behind; not under version control. */
export const dataDir = fileURLToPath(new URL('../data/bench', import.meta.url));
