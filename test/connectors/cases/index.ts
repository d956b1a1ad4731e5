import { aftershipCase } from './aftership.js';
import type { ContractCase } from './case.js';
import { dhlCase } from './dhl.js';
import { easypostCase } from './easypost.js';
import { seventeentrackCase } from './seventeentrack.js';
import { shippoCase } from './shippo.js';
import { kuaidi100Case } from './kuaidi100.js';
import { sfExpressCase } from './sf-express.js';
import { trytonCase } from './tryton.js';

/** One entry per type of the list; the suite fails for a type that has none. */
export const contractCases: Readonly<Record<string, ContractCase>> = {
  aftership: aftershipCase,
  easypost: easypostCase,
  seventeentrack: seventeentrackCase,
  shippo: shippoCase,
  dhl: dhlCase,
  kuaidi100: kuaidi100Case,
  'sf-express': sfExpressCase,
  tryton: trytonCase,
};
