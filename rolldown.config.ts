/**
 * Packs the gateway and its command line into a few files, as they are shipped: two thousand modules that are looked up and read one
 * by one take as long as all the rest of a start (docs/adr/0014-shipped-in-a-few-files.md).
 */
import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { defineConfig } from 'rolldown';

const compiled = join(import.meta.dirname, 'build') + sep;

export default defineConfig({
  // `main` loads `run` once it listens for signals.
  input: Object.fromEntries(['main', 'run', 'cli/main'].map((name) => [name, join(compiled, `${name}.js`)])),
  platform: 'node',
  external: [
    // It finds its WebAssembly beside its own file.
    /^@electric-sql\/pglite/,
    // Loaded where they are needed, which is rarely.
    'ssh2',
    '@graphql-yoga/render-graphiql',
    // Parts of libraries that nobody here uses, and that are not installed.
    'class-validator',
    'pg-native',
  ],
  plugins: [
    {
      name: 'what-is-shipped',
      load: (id) => (id.startsWith(compiled) ? { code: readFileSync(id, 'utf8'), map: readFileSync(`${id}.map`, 'utf8') } : null),
      generateBundle(_options, bundle) {
        for (const [file, output] of Object.entries(bundle)) {
          // Nobody looks for a fault in the places of libraries, whose map is ten times as large as ours.
          if (/^libraries-.*\.map$/.test(file)) delete bundle[file];
          // V8 keeps the text, with two bytes for each of its characters where a single one is not ASCII.
          if (output.type === 'chunk') output.code = output.code.replace(/[^\0-\x7f]/g, escaped);
        }
      },
    },
  ],
  output: {
    dir: 'dist',
    cleanDir: true,
    // Not named in the files, so that Node does not read them at the start: see src/server/original-stack.ts.
    sourcemap: 'hidden',
    codeSplitting: { groups: [{ name: 'libraries', test: /node_modules/, tags: ['$initial'] }] },
  },
});

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
