import { crowd } from '../../test/hard/writers.js';
import { freshDatabase } from '../../test/support/database.js';
import type { Soak } from './soak.js';

const [connections, shipments, scansPerShipment] = [64, 10, 200];
const expectedParked = ['UNKNOWN_SHIPMENT', 'UNKNOWN_SHIPMENT', 'UNREADABLE'];

/** One end state and an unbroken log, whoever writes at the same time. */
export const writers: Soak = {
  name: 'writers',
  about: `${connections} connections post ${2 * shipments * scansPerShipment} shuffled and doubled scans of ${shipments} shipments to two gateways, beside the ERP, suppliers who confirm, and some poison`,
  run: async ({ server, random }) => {
    const test = await freshDatabase(undefined, server);
    try {
      const { parked, ...figures } = await crowd(test, { random, connections, shipments, scansPerShipment });
      return { ...figures, parkedOtherwise: parked.join() === expectedParked.join() ? [] : parked };
    } finally {
      await test.close();
    }
  },
};
