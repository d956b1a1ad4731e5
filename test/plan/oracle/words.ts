/** What `search` finds: words that begin words; punctuation separates, and every Chinese character is a word. */

export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().replace(/[\u3400-\u9fff]/gu, ' $& ').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** Whether every word of the question begins a word of one of the texts, all of them in the same. A question without words finds nothing. */
export function finds(question: string, texts: readonly string[]): boolean {
  const asked = wordsOf(question);
  return asked.length > 0 && texts.some((text) => asked.every((word) => wordsOf(text).some((known) => known.startsWith(word))));
}
