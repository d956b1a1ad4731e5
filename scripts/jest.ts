/** Tests of the suite, run by a script that reports on them in its own way. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface TestFile {
  readonly name: string;
  /** Why the file could not be run; empty otherwise. */
  readonly message: string;
  readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] }[];
}

export async function runJest(args: readonly string[], env: Readonly<Record<string, string>>): Promise<readonly TestFile[]> {
  const command = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--json', ...args];
  const options = { env: { ...process.env, ...env }, maxBuffer: 100_000_000 };
  // Jest ends with 1 where a test failed; its report says which.
  const { stdout } = await promisify(execFile)(process.execPath, command, options).catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as { testResults: readonly TestFile[] }).testResults;
}
