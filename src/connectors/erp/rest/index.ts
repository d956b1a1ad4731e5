import { ConnectorError, type Connection, type ConnectorType } from '../../contract.js';
import { readJson } from '../../json.js';
import { createCaller } from '../../mapping/access.js';
import { checkSources, pullSources, sourcesSince, type PullParts } from '../../mapping/pull.js';
import { mapRecord } from '../../mapping/record.js';
import { ServerClock } from '../../server-clock.js';
import { parseConfig, type Config } from './config.js';
import { confirmPurchaseOrder } from './confirm.js';

/** Any system with a REST or OData interface, by a mapping profile. See README.md beside this file. */
export const rest: ConnectorType<Config> = {
  type: 'rest',
  kind: 'erp',
  parseConfig,
  connect: ({ access, profile }, { http, now }): Connection => {
    const { sources, records, digest, sweepHours, confirm, tables } = profile;
    const clock = new ServerClock(now);
    const call = createCaller(access, clock.listening(http), now);
    const parts: PullParts = { access, call, sources, sweepHours, clock, profile: digest, now };
    const cursorSince = sourcesSince(parts);
    return {
      check: (signal) => checkSources(parts, signal),
      pull: (cursor, signal) => pullSources(parts, cursor, signal),
      ...(cursorSince && { cursorSince }),
      ...(confirm && { commands: { confirmPurchaseOrder: (command, signal) => confirmPurchaseOrder({ access, call, confirm, tables }, command, signal) } }),
      normalise: ({ topic, body }) => {
        const record = Object.hasOwn(records, topic) ? records[topic] : undefined;
        if (!record) throw new ConnectorError('contract', `the profile has no records called ${topic}`);
        return mapRecord(record, readJson(body));
      },
    };
  },
};
