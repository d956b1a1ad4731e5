/** EasyPost's recorded snapshots as signed webhooks, shuffled and doubled: one end state, and no event twice. */
import { SECRET, sign } from '../fixtures/easypost/shared.js';
import { easypostEnv } from '../hard/scans.js';
import type { DataSet } from './data-set.js';
import { readRecorded, trackersFile, truthFile } from './easypost-truth.js';
import { checkEnds } from './parcel-ends.js';
import type { Webhook } from './parcels.js';
import { withParcels } from './parcels.js';

export const easypost: DataSet = {
  name: 'easypost',
  files: [trackersFile, truthFile],
  run: async ({ path, server, random, check }) => {
    const { trackers, snapshots, ends } = readRecorded(path);
    check('snapshots in the file', trackers.length, snapshots);
    const unreadable = trackers.filter(({ tracking_code }) => tracking_code === undefined).length;
    const send = (round: string): Webhook[] => trackers.map((tracker, index) => webhookOf(`evt_${round}_${index}`, tracker));
    const first = send('first');
    const parcels = { env: easypostEnv, address: '/webhooks/easypost', trackingNumbers: [...ends.keys()] };
    await withParcels(server, parcels, async (gateway) => {
      const forged = await gateway.post([{ ...webhookOf('evt_forged', trackers[0] ?? {}), headers: sign('{}', SECRET) }]);
      check('a webhook with the signature of another body is refused', forged, { 401: 1 });

      const answers = await gateway.post(random.shuffled([...first, ...first]));
      const readable = snapshots - unreadable;
      check('each webhook is applied once, and its double is a duplicate', answers, { applied: readable, parked: unreadable, duplicate: snapshots });
      check('what cannot be read is kept, parked', (await gateway.parked()).map((reason) => reason?.split(' ')[0]), Array(unreadable).fill('UNREADABLE'));
      checkEnds(check, 'shuffled and doubled', await gateway.shipments(), ends);

      const before = await gateway.log();
      await gateway.post(random.shuffled(send('again')));
      checkEnds(check, 'the same told again in new messages', await gateway.shipments(), ends);
      const after = await gateway.log();
      check('telling it again changes no status', after.events, before.events);
      check('every status change begins where the one before it ended', after.chainBreaks, []);
    });
  },
};

/** The event that EasyPost sends when a tracker changed. */
function webhookOf(id: string, tracker: object): Webhook {
  const body = JSON.stringify({ id, object: 'Event', description: 'tracker.updated', result: tracker });
  return { body, headers: sign(body, SECRET) };
}
