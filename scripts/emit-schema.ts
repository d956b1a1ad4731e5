/** Writes schema.graphql and partner.graphql; with `--check`, fails where the committed files differ. */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildGraph, cutForPartners, schemaText } from '../src/schema/build.js';
import { resolverClasses } from '../src/resolvers/index.js';

const graph = buildGraph(resolverClasses, () => ({}));
const files = { 'schema.graphql': schemaText(graph), 'partner.graphql': schemaText(cutForPartners(graph)) };
const check = process.argv.includes('--check');
const drifted: string[] = [];
for (const [file, text] of Object.entries(files)) {
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) drifted.push(file);
}
if (drifted.length > 0) {
  process.stderr.write(`${drifted.join(' and ')} differ from the code. Run "npm run schema" and commit the result.\n`);
  process.exit(1);
}
