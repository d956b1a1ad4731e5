/** Every migration, oldest first. A migration that has been released is never edited. */
import { Migration001Core } from './001-core.js';
import { Migration002Outgoing } from './002-outgoing.js';
import { Migration003DeliveryRollups } from './003-delivery-rollups.js';
import { Migration004ConfirmationSource } from './004-confirmation-source.js';
import { Migration005WritePath } from './005-write-path.js';
import { Migration006BegunCommands } from './006-begun-commands.js';
import { Migration007TrackingSource } from './007-tracking-source.js';
import { Migration008StockLevels } from './008-stock-levels.js';
import { Migration009AskedToWait } from './009-asked-to-wait.js';
import { Migration010NewestMessages } from './010-newest-messages.js';
import { Migration011EventsThatCount } from './011-events-that-count.js';
import { Migration012SaidOnce } from './012-said-once.js';

export const migrations = [
  { name: '001-core', class: Migration001Core },
  { name: '002-outgoing', class: Migration002Outgoing },
  { name: '003-delivery-rollups', class: Migration003DeliveryRollups },
  { name: '004-confirmation-source', class: Migration004ConfirmationSource },
  { name: '005-write-path', class: Migration005WritePath },
  { name: '006-begun-commands', class: Migration006BegunCommands },
  { name: '007-tracking-source', class: Migration007TrackingSource },
  { name: '008-stock-levels', class: Migration008StockLevels },
  { name: '009-asked-to-wait', class: Migration009AskedToWait },
  { name: '010-newest-messages', class: Migration010NewestMessages },
  { name: '011-events-that-count', class: Migration011EventsThatCount },
  { name: '012-said-once', class: Migration012SaidOnce },
];
