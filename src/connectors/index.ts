import { aftership } from './carriers/aftership/index.js';
import { dcsa } from './carriers/dcsa/index.js';
import { easypost } from './carriers/easypost/index.js';
import { epcis } from './carriers/epcis/index.js';
import { fedex } from './carriers/fedex/index.js';
import { seventeentrack } from './carriers/seventeentrack/index.js';
import { shippo } from './carriers/shippo/index.js';
import { ups } from './carriers/ups/index.js';
import type { ConnectorType } from './contract.js';
import { tryton } from './erp/tryton/index.js';

/** Every kind of outside system that can be connected to. A new one is a folder and a line here. */
export const connectorTypes: readonly ConnectorType[] = [aftership, dcsa, easypost, epcis, fedex, seventeentrack, shippo, ups, tryton];
