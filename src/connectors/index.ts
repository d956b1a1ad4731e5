import { aftership } from './carriers/aftership/index.js';
import { carrierRest } from './carriers/carrier-rest/index.js';
import { dcsa } from './carriers/dcsa/index.js';
import { dhl } from './carriers/dhl/index.js';
import { easypost } from './carriers/easypost/index.js';
import { epcis } from './carriers/epcis/index.js';
import { fedex } from './carriers/fedex/index.js';
import { kuaidi100 } from './carriers/kuaidi100/index.js';
import { seventeentrack } from './carriers/seventeentrack/index.js';
import { sfExpress } from './carriers/sf-express/index.js';
import { shippo } from './carriers/shippo/index.js';
import { ups } from './carriers/ups/index.js';
import type { ConnectorType } from './contract.js';
import { businessCentral } from './erp/business-central/index.js';
import { erpnext } from './erp/erpnext/index.js';
import { files } from './erp/files/index.js';
import { odoo } from './erp/odoo/index.js';
import { rest } from './erp/rest/index.js';
import { sapS4hana } from './erp/sap-s4hana/index.js';
import { tryton } from './erp/tryton/index.js';
import { supplierRest } from './suppliers/supplier-rest/index.js';

/** Every kind of outside system that can be connected to. A new one is a folder and a line here. */
export const connectorTypes: readonly ConnectorType[] = [
  aftership,
  businessCentral,
  carrierRest,
  dcsa,
  dhl,
  easypost,
  epcis,
  erpnext,
  fedex,
  files,
  kuaidi100,
  odoo,
  rest,
  sapS4hana,
  seventeentrack,
  sfExpress,
  shippo,
  supplierRest,
  tryton,
  ups,
];
