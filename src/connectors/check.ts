import { ConnectorError, type CheckResult } from './contract.js';

/** The result of one call that needs the credential: `reached` where it ends well, else what is wrong. Throws what is no ConnectorError. */
export async function checkByCalling(call: () => Promise<unknown>, reached: string, credential: string): Promise<CheckResult> {
  try {
    await call();
    return { ok: true, detail: reached };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { ok: false, detail: error.kind === 'auth' ? `${credential} is refused: ${error.message}` : error.message };
  }
}
