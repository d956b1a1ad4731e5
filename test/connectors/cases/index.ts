import { aftershipCase } from './aftership.js';
import type { ContractCase } from './case.js';
import { dcsaCase } from './dcsa.js';
import { easypostCase } from './easypost.js';
import { epcisCase } from './epcis.js';
import { fedexCase } from './fedex.js';
import { seventeentrackCase } from './seventeentrack.js';
import { shippoCase } from './shippo.js';
import { trytonCase } from './tryton.js';
import { upsCase } from './ups.js';

/** One entry per type of the list; the suite fails for a type that has none. */
export const contractCases: Readonly<Record<string, ContractCase>> = {
  aftership: aftershipCase,
  dcsa: dcsaCase,
  easypost: easypostCase,
  epcis: epcisCase,
  fedex: fedexCase,
  seventeentrack: seventeentrackCase,
  shippo: shippoCase,
  tryton: trytonCase,
  ups: upsCase,
};
