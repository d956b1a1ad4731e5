/** What stands between the cells of a row. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const SAMPLE_LINES = 50;

/**
 * Finds the delimiter of a table from its beginning: the one that parts the header and that the following lines
 * repeat most evenly; of several equally even ones, the most frequent. Without any (a single column) a comma.
 */
export function sniffDelimiter(sample: string): Delimiter {
  const lines = countPerLine(sample);
  const header = lines[0];
  if (header === undefined) return ',';
  const scored = DELIMITERS.filter((delimiter) => header.get(delimiter)! > 0)
    .map((delimiter) => ({
      delimiter,
      parts: header.get(delimiter)!,
      evenness: lines.filter((line) => line.get(delimiter) === header.get(delimiter)).length / lines.length,
    }))
    .sort((a, b) => b.evenness - a.evenness || b.parts - a.parts);
  return scored[0]?.delimiter ?? ',';
}

/** How often each delimiter stands outside quotation marks, for each line that is not blank. */
function countPerLine(sample: string): Map<Delimiter, number>[] {
  const lines: Map<Delimiter, number>[] = [];
  let counts = emptyCounts();
  let quoted = false;
  let blank = true;
  let complete = true;
  for (const char of sample) {
    if (char === '"') quoted = !quoted;
    if (char === '\n' && !quoted) {
      if (!blank) lines.push(counts);
      if (lines.length === SAMPLE_LINES) return lines;
      counts = emptyCounts();
      blank = true;
      complete = true;
      continue;
    }
    if (char.trim() !== '') blank = false;
    complete = false;
    if (!quoted && isDelimiter(char)) counts.set(char, counts.get(char)! + 1);
  }
  // The sample may cut its last line off; it counts only where there is no other.
  if (!complete && !blank && lines.length === 0) lines.push(counts);
  return lines;
}

function emptyCounts(): Map<Delimiter, number> {
  return new Map(DELIMITERS.map((delimiter) => [delimiter, 0]));
}

function isDelimiter(char: string): char is Delimiter {
  return (DELIMITERS as readonly string[]).includes(char);
}
