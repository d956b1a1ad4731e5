import { easypost } from './carriers/easypost/index.js';
import type { ConnectorType } from './contract.js';
import { files } from './erp/files/index.js';
import { rest } from './erp/rest/index.js';
import { tryton } from './erp/tryton/index.js';
import { supplierRest } from './suppliers/supplier-rest/index.js';

/** Every kind of outside system that can be connected to. A new one is a folder and a line here. */
export const connectorTypes: readonly ConnectorType[] = [easypost, files, rest, tryton, supplierRest];
