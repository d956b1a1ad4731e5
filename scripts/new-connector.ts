/**
 * Writes the skeleton of a connector type, with fixtures, contract case and tests that pass as they are:
 * `npm run new:connector -- <erp|supplier|carrier> <name>`. Nothing is written where anything of that name is there.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withConnectorType, withContractCase, withImport } from './connector-lists.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const skeleton = fileURLToPath(new URL('connector-skeleton/', import.meta.url));

/** Where each kind lives, and what its skeleton tells of. */
const kinds: Readonly<Record<string, { readonly folder: string; readonly tells: 'parcel' | 'product' }>> = {
  erp: { folder: 'erp', tells: 'product' },
  supplier: { folder: 'suppliers', tells: 'parcel' },
  carrier: { folder: 'carriers', tells: 'parcel' },
};

/** Sound as the id of a connector too. */
const nameShape = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

class Unusable extends Error {}

try {
  write(...process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Unusable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function write(kind = '', name = '', ...more: string[]): void {
  const chosen = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!chosen || name === '' || more.length > 0) throw new Unusable(`Usage: npm run new:connector -- <${Object.keys(kinds).join('|')}> <name>`);
  if (!nameShape.test(name) || name.length > 50) throw new Unusable('A name is made of small letters, digits and hyphens, as in sap-s4hana.');
  const { folder, tells } = chosen;
  const camel = name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const words: Readonly<Record<string, string>> = { kind, name, folder, camel, told: tells === 'parcel' ? 'parcels' : 'products' };
  const filled = (file: string): string => readFileSync(join(skeleton, file), 'utf8').replace(/__([a-z]+)__/g, (whole, word: string) => (Object.hasOwn(words, word) ? (words[word] ?? whole) : whole));

  const own = `src/connectors/${folder}/${name}`;
  const fresh = {
    ...Object.fromEntries(['index.ts', 'config.ts', 'client.ts', 'README.md'].map((file) => [`${own}/${file}`, filled(`common/${file}.template`)])),
    ...Object.fromEntries(['wire.ts', 'mapper.ts'].map((file) => [`${own}/${file}`, filled(`${tells}/${file}.template`)])),
    ...Object.fromEntries(['record', 'record-odd'].flatMap((file) => [`${file}.json`, `${file}.facts.json`]).map((file) => [`test/fixtures/${name}/${file}`, filled(`${tells}/${file}`)])),
    [`test/connectors/cases/${name}.ts`]: filled('common/case.ts.template'),
    [`test/connectors/${name}.test.ts`]: filled('common/test.ts.template'),
  };
  const taken = [...Object.keys(fresh), ...Object.values(kinds).map((each) => `src/connectors/${each.folder}/${name}`)].find((path) => existsSync(join(root, path)));
  if (taken !== undefined) throw new Unusable(`There is a ${taken} already. Choose another name.`);

  const types = 'src/connectors/index.ts';
  const cases = 'test/connectors/cases/index.ts';
  const changed = {
    [types]: withConnectorType(withImport(read(types), camel, `./${folder}/${name}/index.js`), camel),
    [cases]: withContractCase(withImport(read(cases), `${camel}Case`, `./${name}.js`), name, `${camel}Case`),
  };
  for (const [path, text] of Object.entries({ ...fresh, ...changed })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    process.stdout.write(`${Object.hasOwn(changed, path) ? 'changed' : 'wrote  '} ${path}\n`);
  }
  process.stdout.write(`\nIt passes its tests as it is: npm test -- test/connectors/${name} test/connectors/contract\nNow make it theirs, file by file: docs/connectors.md\n`);
}

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
