/** Every migration, oldest first. A migration that has been released is never edited. */
import { Migration001Core } from './001-core.js';
import { Migration002ConfirmationSource } from './002-confirmation-source.js';

export const migrations = [
  { name: '001-core', class: Migration001Core },
  { name: '002-confirmation-source', class: Migration002ConfirmationSource },
];
