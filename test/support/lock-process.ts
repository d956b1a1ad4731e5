/** Run as a process of its own: locks every folder that it is sent, says how that went, and keeps what it got. */
import { DatabaseInUse, lockFolder } from '../../src/entities/folder-lock.js';

process.on('message', (folder: string) => {
  lockFolder(folder).then(
    () => process.send?.('locked'),
    (error: unknown) => process.send?.(error instanceof DatabaseInUse ? 'refused' : String(error)),
  );
});
process.send?.('ready');
