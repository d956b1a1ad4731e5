import type { Memory } from '../../test/hard/documents.js';
import { sendDocuments } from '../../test/hard/documents.js';
import { freshPlace } from '../../test/hard/place.js';
import type { Soak } from './soak.js';

const [documents, measurements] = [100_000, 10];

/** What the second half of the documents may add to what the first half needs: the noise of a measurement. */
const noiseMegabytes: Readonly<Record<Memory, number>> = { heap: 6, external: 6, backend: 6 };

/** Clients can fill no memory with documents of their own making. */
export const documentsSoak: Soak = {
  name: 'documents',
  about: `${documents} documents, none like another, of records and of figures, some with variables that change: the memory of gateway and database must not grow with them`,
  run: async ({ server, say }) => {
    const place = await freshPlace(server ?? undefined);
    try {
      const { memory, failed, ...sent } = await sendDocuments(place, { documents, measurements }, say);
      const grew = (Object.keys(memory) as Memory[]).flatMap((kind) => {
        const [half = 0, end = 0] = [memory[kind][measurements / 2 - 1], memory[kind].at(-1)];
        return end > half + noiseMegabytes[kind] ? [`${kind}: ${half} MB after half of them, ${end} MB in the end`] : [];
      });
      const ends = Object.fromEntries((Object.keys(memory) as Memory[]).map((kind) => [`${kind}, MB`, memory[kind].at(-1) ?? 0]));
      return { ...sent, ...ends, grew, failed };
    } finally {
      await place.remove();
    }
  },
};
