/** DCSA's codes, https://github.com/dcsaorg/DCSA-Information-Model (reference data): what happened, and what it says about the goods. */
import type { TrackingEventFact } from '../../../domain/facts.js';
import type { Milestone } from '../../tracking-events.js';

export interface Meaning {
  /** Null: says nothing about where the goods are. */
  readonly milestone: Milestone | null;
  readonly text: string;
}

export const CLASSIFIERS: Readonly<Record<string, TrackingEventFact['classifier']>> = { PLN: 'PLANNED', EST: 'ESTIMATED', ACT: 'ACTUAL' };

export const TRANSPORT: Readonly<Record<string, Meaning>> = {
  ARRI: { milestone: 'IN_TRANSIT', text: 'Arrived' },
  DEPA: { milestone: 'IN_TRANSIT', text: 'Departed' },
};

export const EQUIPMENT: Readonly<Record<string, Meaning>> = {
  STUF: { milestone: 'CREATED', text: 'Stuffed' },
  GTOT: { milestone: 'PICKED_UP', text: 'Gated out' },
  PICK: { milestone: 'PICKED_UP', text: 'Picked up' },
  GTIN: { milestone: 'IN_TRANSIT', text: 'Gated in' },
  LOAD: { milestone: 'IN_TRANSIT', text: 'Loaded' },
  DISC: { milestone: 'IN_TRANSIT', text: 'Discharged' },
  STRP: { milestone: 'IN_TRANSIT', text: 'Stripped' },
  RSEA: { milestone: 'IN_TRANSIT', text: 'Resealed' },
  RMVD: { milestone: 'IN_TRANSIT', text: 'Removed' },
  CROS: { milestone: 'IN_TRANSIT', text: 'Crossed' },
  INSP: { milestone: 'CUSTOMS', text: 'Inspected' },
  CUSS: { milestone: 'CUSTOMS', text: 'Customs selected for scan' },
  CUSI: { milestone: 'CUSTOMS', text: 'Customs selected for inspection' },
  CUSR: { milestone: 'IN_TRANSIT', text: 'Customs released' },
  AVPU: { milestone: 'AVAILABLE_FOR_PICKUP', text: 'Available for pick-up' },
  AVDO: { milestone: null, text: 'Available for drop-off' },
  DROP: { milestone: 'DELIVERED', text: 'Dropped off' },
};

/** Steps of a document (booking, transport document …): they tell nothing of the goods. */
export const SHIPMENT: Readonly<Record<string, Meaning>> = {
  RECE: { milestone: null, text: 'Received' },
  DRFT: { milestone: null, text: 'Drafted' },
  PENA: { milestone: null, text: 'Pending approval' },
  PENU: { milestone: null, text: 'Pending update' },
  PENC: { milestone: null, text: 'Pending confirmation' },
  CONF: { milestone: null, text: 'Confirmed' },
  REJE: { milestone: null, text: 'Rejected' },
  APPR: { milestone: null, text: 'Approved' },
  ISSU: { milestone: null, text: 'Issued' },
  SURR: { milestone: null, text: 'Surrendered' },
  SUBM: { milestone: null, text: 'Submitted' },
  VOID: { milestone: null, text: 'Void' },
  REQS: { milestone: null, text: 'Requested' },
  CMPL: { milestone: null, text: 'Completed' },
  HOLD: { milestone: null, text: 'On hold' },
  RELS: { milestone: null, text: 'Released' },
  CANC: { milestone: null, text: 'Cancelled' },
};
