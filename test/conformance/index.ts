/** What conformance is checked against: one line per data set. */
import { calendars } from './calendars.js';
import { carriers } from './carriers.js';
import type { DataSet } from './data-set.js';
import { easypost } from './easypost.js';
import { scms } from './scms.js';
import { signatures } from './signatures.js';

const fed: readonly DataSet[] = [calendars, signatures, easypost, scms];

export const dataSets: readonly DataSet[] = [...fed, carriers(fed)];
