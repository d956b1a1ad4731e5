import type { Fact } from '../../domain/facts.js';

/** Facts and their lines per transaction: a long one would hold back the readers of the event log. */
const portion = 600;

/** Deals facts out anew, in portions of about equal work. A record is never divided, however many lines it has. */
export async function* portionsOf(chunks: AsyncIterable<{ readonly facts: readonly Fact[] }>): AsyncGenerator<Fact[]> {
  let facts: Fact[] = [];
  let weight = 0;
  for await (const chunk of chunks) {
    for (const fact of chunk.facts) {
      const added = 1 + ('lines' in fact ? fact.lines.length : 0);
      if (facts.length > 0 && weight + added > portion) {
        yield facts;
        [facts, weight] = [[], 0];
      }
      facts.push(fact);
      weight += added;
    }
  }
  if (facts.length > 0) yield facts;
}
