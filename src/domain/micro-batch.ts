/**
 * Micro-batches: what comes while batches are under way waits and goes out with the next one, so that under load many items
 * share one transaction, and alone an item waits for nobody. No timer decides: the work itself does. With several lanes the
 * next batch is made ready while the one before waits for the disk; items of different batches may then be done in another order
 * than they came in.
 */
export function microBatch<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { mostItems, lanes }: { readonly mostItems: number; readonly lanes: number },
): (item: Item) => Promise<Answer> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  const state = { running: 0 };

  const runAll = async (): Promise<void> => {
    state.running += 1;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, mostItems);
      try {
        const answers = await run(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
      } catch (error) {
        // The database was away for all of them; each caller is told so, and sends again.
        for (const { reject } of batch) reject(error);
      }
    }
    state.running -= 1;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (state.running < lanes) void runAll();
    });
}
