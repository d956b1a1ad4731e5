import { aftershipCase } from './aftership.js';
import { businessCentralCase } from './business-central.js';
import { carrierRestCase } from './carrier-rest.js';
import type { ContractCase } from './case.js';
import { dcsaCase } from './dcsa.js';
import { dhlCase } from './dhl.js';
import { easypostCase } from './easypost.js';
import { epcisCase } from './epcis.js';
import { erpnextCase } from './erpnext.js';
import { fedexCase } from './fedex.js';
import { filesCase } from './files.js';
import { kuaidi100Case } from './kuaidi100.js';
import { odooCase } from './odoo.js';
import { restCase } from './rest.js';
import { sapS4hanaCase } from './sap-s4hana.js';
import { seventeentrackCase } from './seventeentrack.js';
import { sfExpressCase } from './sf-express.js';
import { shippoCase } from './shippo.js';
import { supplierRestCase } from './supplier-rest.js';
import { trytonCase } from './tryton.js';
import { upsCase } from './ups.js';

/** One entry per type of the list; the suite fails for a type that has none. */
export const contractCases: Readonly<Record<string, ContractCase>> = {
  aftership: aftershipCase,
  'business-central': businessCentralCase,
  'carrier-rest': carrierRestCase,
  dcsa: dcsaCase,
  dhl: dhlCase,
  easypost: easypostCase,
  epcis: epcisCase,
  erpnext: erpnextCase,
  fedex: fedexCase,
  files: filesCase,
  kuaidi100: kuaidi100Case,
  odoo: odooCase,
  rest: restCase,
  'sap-s4hana': sapS4hanaCase,
  seventeentrack: seventeentrackCase,
  'sf-express': sfExpressCase,
  shippo: shippoCase,
  'supplier-rest': supplierRestCase,
  tryton: trytonCase,
  ups: upsCase,
};
