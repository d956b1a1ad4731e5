/** The long tests: one line each. */
import { documentsSoak } from './documents.js';
import { erp } from './erp.js';
import { firstStartsSoak } from './first-starts.js';
import { kill } from './kill.js';
import { partners } from './partners.js';
import { processes } from './processes.js';
import { properties } from './properties.js';
import { queries } from './queries.js';
import { resumeSoak } from './resume.js';
import type { Soak } from './soak.js';
import { writers } from './writers.js';

export const soaks: readonly Soak[] = [kill, firstStartsSoak, writers, queries, partners, documentsSoak, resumeSoak, processes, properties, erp];
