/** Who acts in the story, through which door. Desks and programs, no persons. */
import type { Actor } from '../../domain/transaction.js';

/** The ERP's name as a source of records. */
export const erpSystem = 'demo-erp';

const staff = (desk: string): Actor => ({ actor: desk, channel: 'graphql' });

export const actors = {
  erp: { actor: erpSystem, channel: `pull:${erpSystem}` },
  carriers: { actor: 'demo-carriers', channel: 'webhook:demo-carriers' },
  gateway: { actor: 'gateway', channel: 'job:watch-deadlines' },
  sales: staff('sales-desk'),
  planning: staff('production-planning'),
  quality: staff('quality-lab'),
  dispatch: staff('dispatch'),
  purchasing: staff('purchasing'),
  service: staff('service-desk'),
} as const satisfies Record<string, Actor>;

/** A supplier's own program at the partner API. */
export function supplierActor(number: string): Actor {
  return { actor: `${number} order desk`, channel: 'partner-graphql' };
}
