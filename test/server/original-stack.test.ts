/** Stacks name the places of the sources where a source map lies beside the file that runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { createLog } from '../../src/server/log.js';
import { originalStack } from '../../src/server/original-stack.js';

const folder = mkdtempSync(join(tmpdir(), 'interline-stack-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = `interface Lost {
  readonly order: string;
}

export function lose(what: Lost): never {
  throw new Error(what.order);
}
`;

/** Compiled as the gateway is; the interface is gone, so that each line stands elsewhere. */
function compile(name: string): string {
  const { outputText, sourceMapText = '' } = ts.transpileModule(source, {
    fileName: `${name}.ts`,
    compilerOptions: { sourceMap: true, target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  const file = join(folder, `${name}.js`);
  writeFileSync(file, outputText);
  writeFileSync(`${file}.map`, sourceMapText);
  return file;
}

it('names the line of the source, by a path and by an address', () => {
  const file = compile('told');
  for (const shown of [file, pathToFileURL(file).href]) {
    expect(originalStack(`Error: SO-1\n    at lose (${shown}:2:11)\n    at async ${shown}:1:8`)).toBe(
      `Error: SO-1\n    at lose (${join(folder, 'told.ts')}:6:9)\n    at async ${join(folder, 'told.ts')}:5:8`,
    );
  }
});

it('leaves what has no map as it is', () => {
  const stack = 'Error: none\n    at run (file:///nowhere/run.js:1:2)\n    at node:internal/process/task_queues:103:5\n    at new Promise (<anonymous>)';
  expect(originalStack(stack)).toBe(stack);
});

it('leaves what has a map that nobody can read as it is', () => {
  writeFileSync(join(folder, 'torn.js.map'), '{"version":3,');
  const stack = `Error: none\n    at run (${join(folder, 'torn.js')}:1:2)`;
  expect(originalStack(stack)).toBe(stack);
});

it.each(['a bare text', 17, null, undefined, { message: 'without a stack' }])('lets the log tell whatever was thrown: %j', (thrown) => {
  const lines: string[] = [];
  createLog({ level: 'error', destination: { write: (line) => void lines.push(line) } }).error({ err: thrown }, 'lost');
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ msg: 'lost', ...(thrown !== undefined && { err: thrown }) });
});

it('is what the log shows of an error', () => {
  const lines: string[] = [];
  const log = createLog({ level: 'error', destination: { write: (line) => void lines.push(line) } });
  const error = Object.assign(new Error('SO-1'), { stack: `Error: SO-1\n    at lose (${compile('logged')}:2:11)` });
  log.error({ err: error }, 'lost');
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
    err: { type: 'Error', message: 'SO-1', stack: `Error: SO-1\n    at lose (${join(folder, 'logged.ts')}:6:9)` },
  });
});
