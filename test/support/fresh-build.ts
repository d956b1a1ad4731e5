/** Before all tests: packs the gateway where its sources are newer, so that processes of the tests run what is shipped. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

export default function buildWhereStale(): void {
  const sources = globSync('{src/**/*.ts,tsconfig*.json,rolldown.config.ts,package-lock.json}', { cwd: root });
  const packed = changedAt('dist/main.js');
  if (packed === null || sources.some((file) => (changedAt(file) ?? 0) > packed)) execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: 'inherit' });
}

function changedAt(file: string): number | null {
  const path = join(root, file);
  return existsSync(path) ? statSync(path).mtimeMs : null;
}
