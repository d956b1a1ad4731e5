import { ConnectorError, type CheckResult } from './contract.js';

/** A check by calling once: `reached` says for a person what answered, `refused` names the settings that were not taken. */
export async function reach(ping: () => Promise<void>, reached: string, refused: string): Promise<CheckResult> {
  try {
    await ping();
    return { ok: true, detail: reached };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { ok: false, detail: error.kind === 'auth' ? `${refused} refused: ${error.message}` : error.message };
  }
}
