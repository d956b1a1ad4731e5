export interface MicroBatchLimits {
  readonly mostItems: number;
  /** Batches under way at once. */
  readonly lanes: number;
  /** So many must wait before a batch is begun beside another, and no fewer than that one holds: small batches side by side cost more than a large one. */
  readonly enough: number;
}

/**
 * Micro-batches: what comes while batches are under way waits and goes out with the next one, so that under load many items
 * share one transaction, and alone an item waits for nobody. No timer decides: the work itself does. Where enough are waiting a second
 * batch is begun beside the first, so that one is made ready while the other is with the database; items of different batches may
 * then be done in another order than they came in.
 */
export function microBatch<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  { mostItems, lanes, enough }: MicroBatchLimits,
): (item: Item) => Promise<Answer> {
  interface Waiting {
    readonly item: Item;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  const state = { running: 0, underWay: 0 };
  /** Whether a batch is worth beginning beside those that are under way. */
  const isWorth = (): boolean => waiting.length >= Math.max(enough, state.underWay);

  const runAll = async (): Promise<void> => {
    state.running += 1;
    // Beside another one a lane ends where too little waits for it.
    while (waiting.length > 0 && (state.running === 1 || isWorth())) {
      const batch = waiting.splice(0, mostItems);
      state.underWay += batch.length;
      try {
        const answers = await run(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
      } catch (error) {
        // The database was away for all of them; each caller is told so, and sends again.
        for (const { reject } of batch) reject(error);
      } finally {
        state.underWay -= batch.length;
      }
    }
    state.running -= 1;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (state.running === 0 || (state.running < lanes && isWorth())) void runAll();
    });
}
