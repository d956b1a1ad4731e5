import { ConnectorError, type Connection, type ConnectorType } from '../../contract.js';
import { createApi } from './client.js';
import { parseConfig, type Config } from './config.js';
import { normalisePolled } from './mapper.js';
import { readPolled } from './wire.js';

/** DHL: parcels of all its divisions, asked about one by one at Shipment Tracking – Unified. See README.md beside this file. */
export const dhl: ConnectorType<Config> = {
  type: 'dhl',
  kind: 'carrier',
  parseConfig,
  minIntervalMs: ({ callIntervalMs }) => callIntervalMs,
  connect: (config, deps): Connection => {
    const api = createApi(config, deps);
    return {
      check: async (signal) => {
        try {
          await api.ping(signal);
          return { ok: true, detail: `${config.baseUrl} answers and knows the API key` };
        } catch (error) {
          if (!(error instanceof ConnectorError)) throw error;
          return { ok: false, detail: error.kind === 'auth' ? `API_KEY is refused: ${error.message}` : error.message };
        }
      },
      normalise: ({ body }) => normalisePolled(readPolled(body)),
      pull: api.pull,
    };
  },
};
