import { easypost } from './carriers/easypost/index.js';
import type { ConnectorType } from './contract.js';
import { businessCentral } from './erp/business-central/index.js';
import { sapS4hana } from './erp/sap-s4hana/index.js';
import { tryton } from './erp/tryton/index.js';

/** Every kind of outside system that can be connected to. A new one is a folder and a line here. */
export const connectorTypes: readonly ConnectorType[] = [easypost, businessCentral, sapS4hana, tryton];
