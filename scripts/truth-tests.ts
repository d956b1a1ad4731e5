/**
 * The connectors' truth tests as conformance checks: recorded input of carriers and ERPs, each with its expected status,
 * events and times, in any order and doubled. They are tests of the suite, run here on the folder that was named.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Result } from '../test/conformance/data-set.js';

export const truthTests = 'connectors';

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

export async function runTruthTests(folder: string): Promise<Result[]> {
  const args = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--json', '--testPathPatterns', 'connectors/.*-truth'];
  const env = { ...process.env, INTERLINE_DATA: folder, TEST_DATABASE_URL: '' };
  const options = { env, maxBuffer: 100_000_000 };
  // Jest ends with 1 where a test failed; its report says which.
  const { stdout } = await promisify(execFile)(process.execPath, args, options).catch((error: { stdout: string }) => error);
  const { testResults } = JSON.parse(stdout) as Report;
  return testResults.flatMap(({ assertionResults, message, name }) =>
    assertionResults.length === 0
      ? [result(name.split('/').at(-1) ?? name, 'failed', message)]
      : assertionResults.map(({ fullName, status, failureMessages }) => result(fullName, status, failureMessages.join(' '))),
  );
}

function result(check: string, status: string, message: string): Result {
  const outcome = ({ passed: 'PASS', pending: 'SKIPPED' } as const)[status] ?? 'FAIL';
  return { dataSet: truthTests, check, outcome, detail: outcome === 'FAIL' ? message.replace(/\s+/g, ' ').slice(0, 500) : '' };
}
