/**
 * The connectors' truth tests as conformance checks: recorded input of carriers and ERPs, each with its expected status,
 * events and times, in any order and doubled. They are tests of the suite, run here on the folder that was named.
 */
import type { Result } from '../test/conformance/data-set.js';
import { runJest } from './jest.js';

export const truthTests = 'connectors';

export async function runTruthTests(folder: string): Promise<Result[]> {
  const testResults = await runJest(['--testPathPatterns', 'connectors/.*-truth'], { INTERLINE_DATA: folder, TEST_DATABASE_URL: '' });
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
