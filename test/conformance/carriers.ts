/** No file of a carrier lies there unread: each is named by a check that reads it, or left out for a reason, which is shown. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { leftOut, statusMap, truthTests, vocabularies } from './carrier-files.js';
import type { DataSet } from './data-set.js';

const folder = 'carriers';
const testsFolder = join(import.meta.dirname, '../connectors');

/** `others` are the data sets beside this one. */
export function carriers(others: readonly DataSet[]): DataSet {
  const read = new Set([...Object.values(truthTests).flat(), ...others.flatMap(({ files }) => files)].filter((file) => file.startsWith(`${folder}/`)));
  return {
    name: 'carriers',
    files: [folder, statusMap],
    run: async ({ path, check, leave }) => {
      const files = readdirSync(path(folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(path(folder).length - folder.length))
        .sort();
      check('each test that is named is there', Object.keys(truthTests).filter((name) => !readsRecorded(name)), []);
      check('each file is read by a check or left out for a reason', files.filter((file) => !read.has(file) && reasonOf(file) === undefined), []);
      check('no check names a file that is not there', [...read].filter((file) => !files.includes(file)), []);
      check('nothing is left out that is read', files.filter((file) => read.has(file) && reasonOf(file) !== undefined), []);
      check('no reason is given for what is not there', Object.keys(leftOut).filter((name) => !files.some((file) => isOf(file, name))), []);
      const listed = Object.entries(JSON.parse(readFileSync(path(statusMap), 'utf8')) as object).filter(([, table]) => typeof table === 'object' && !Array.isArray(table));
      check('each vocabulary of the status map is compared or left out for a reason', listed.map(([name]) => name).sort(), Object.keys(vocabularies).sort());
      for (const [name, said] of Object.entries(vocabularies)) {
        if ('reason' in said) leave(`${statusMap}: ${name}`, said.reason);
      }
      for (const file of files) {
        const reason = reasonOf(file);
        if (reason !== undefined) leave(file, reason);
      }
    },
  };
}

/** The truth test is there, and reads by the way that makes it read all of its files. */
function readsRecorded(name: string): boolean {
  const file = join(testsFolder, `${name}-truth.test.ts`);
  return existsSync(file) && readFileSync(file, 'utf8').includes(`describeRecorded('${name}'`);
}

function reasonOf(file: string): string | undefined {
  return Object.entries(leftOut).find(([name]) => isOf(file, name))?.[1];
}

function isOf(file: string, name: string): boolean {
  return name.endsWith('/') ? file.startsWith(name) : file === name;
}
