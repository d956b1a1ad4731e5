/** The subscriptions miss and repeat nothing, wherever their clients go on. `npm run soak` does it again and again. */
import { serverUrl } from '../support/database.js';
import { freshPlace } from './place.js';
import { seeded } from './random.js';
import type { GoesOn } from './resume.js';
import { resume, rounds } from './resume.js';

const database = serverUrl ? 'PostgreSQL' : 'embedded';
if (!serverUrl) process.stderr.write('resume: at another process skipped, an embedded database belongs to one process; set TEST_DATABASE_URL\n');

it(`the subscriptions miss and repeat nothing after a restart (${database})`, () => checked('after a restart', 0), 300_000);
(serverUrl ? it : it.skip)('the subscriptions miss and repeat nothing at another process, where theirs is killed', () => checked('at another process', 'SIGKILL'), 300_000);

async function checked(goesOn: GoesOn, how: number | NodeJS.Signals): Promise<void> {
  const place = await freshPlace(serverUrl);
  try {
    const { told, missedOrRepeated, ending } = await resume(place, seeded(5), goesOn);
    expect([missedOrRepeated, ending]).toEqual([[], how]);
    expect(Object.keys(told)).toHaveLength(6);
    for (const [name, count] of Object.entries(told)) expect([name, count >= rounds]).toEqual([name, true]);
  } finally {
    await place.remove();
  }
}
