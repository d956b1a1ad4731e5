/** Real input for the truth tests of carriers' connectors, read where it lies: none of it is part of this project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { truthTests, type TruthTest } from '../conformance/carrier-files.js';

export interface Recorded {
  /** Where a file lies. Throws for one that is not listed for this test. */
  path(file: string): string;
  text(file: string): string;
  json<Content>(file: string): Content;
}

const folder = process.env['INTERLINE_DATA'] ?? join(import.meta.dirname, '../../../shared/data');

/** Tests over the files that are listed for this one, all of which must be read. Without the files they are skipped. */
export function describeRecorded(test: TruthTest, title: string, body: (recorded: Recorded) => void): void {
  const listed = truthTests[test].map((file) => join(folder, file));
  const absent = listed.find((file) => !existsSync(file));
  if (absent !== undefined) {
    process.stderr.write(`${test}: ${title} skipped, ${absent} is not there\n`);
    it.skip(title, () => undefined);
    return;
  }
  describe(title, () => {
    const read = new Set<string>();
    const path = (file: string): string => {
      const place = join(folder, file);
      if (!listed.includes(place)) throw new Error(`${file} is not listed for ${test}`);
      read.add(place);
      return place;
    };
    const text = (file: string): string => readFileSync(path(file), 'utf8');
    body({ path, text, json: <Content>(file: string) => JSON.parse(text(file)) as Content });
    it('are all read, file by file', () => {
      expect(listed.filter((file) => !read.has(file))).toEqual([]);
    });
  });
}
