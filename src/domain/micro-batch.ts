/**
 * Micro-batches: what comes while a batch is under way waits and goes out as the next one, so that under load many items
 * share one transaction, and alone an item waits for nobody. No timer decides: the work itself does.
 */
export function microBatch<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  mostItems: number,
): (item: Item) => Promise<Answer> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  const state = { running: false };

  const runAll = async (): Promise<void> => {
    state.running = true;
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
    state.running = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!state.running) void runAll();
    });
}
