/** The SCMS delivery history: where it lies, and the figures that were computed from it independently of this code. */
import { readFileSync } from 'node:fs';

export const tableFile = 'scms/scms_2006-2010.csv';
export const truthFile = 'scms/truth_2006-2010.json';

interface Cycle {
  readonly lines_with_po_date: number;
  readonly negative_excluded: number;
  readonly mean_days: number | null;
  readonly median_days: number | null;
}

export interface Figures {
  readonly lines: number;
  readonly on_time_lines: number;
  readonly early_lines: number;
  readonly max_days_late: number;
  readonly on_time_rate: number;
  readonly avg_delay_days_signed: number;
  readonly orders: number;
  readonly deliveries: number;
  readonly line_value_usd: string;
  /** Stated for everything and per vendor. */
  readonly cycle_po_sent_to_delivered?: Cycle;
}

export interface LevelFigures {
  readonly count: number;
  readonly on_time_all_lines: number;
  readonly on_time_rate: number;
}

export type FiguresByName = Readonly<Record<string, Figures>>;

export interface Truth {
  readonly overall: Figures;
  readonly supplier_lines_only: Figures;
  readonly warehouse_lines: Figures;
  readonly delivery_level: LevelFigures;
  readonly order_level: LevelFigures;
  readonly delivery_level_supplier_only: LevelFigures;
  readonly order_level_supplier_only: LevelFigures;
  readonly by_year: FiguresByName;
  readonly by_quarter: FiguresByName;
  readonly by_mode: FiguresByName;
  readonly by_country: FiguresByName;
  readonly by_vendor: FiguresByName;
  readonly by_vendor_year: FiguresByName;
  readonly by_vendor_quarter: FiguresByName;
  readonly data_quality: Readonly<Record<string, unknown>> & {
    readonly po_sent_after_delivered_ids: readonly string[];
    readonly po_sent_date: Readonly<Record<string, number>>;
    readonly pq_date: Readonly<Record<string, number>>;
    readonly weight: Readonly<Record<string, number>>;
    readonly freight: Readonly<Record<string, number>>;
  };
}

/** `path` finds a file of the data folder. */
export function readTruth(path: (file: string) => string): Truth {
  return JSON.parse(readFileSync(path(truthFile), 'utf8')) as Truth;
}

/** How the truth names what we leave empty. */
export const ownWarehouse = 'SCMS from RDC';

/** Its words for means of transport; null: not stated. */
export const modes: Readonly<Record<string, string | null>> = {
  Air: 'AIR',
  'Air Charter': 'AIR_CHARTER',
  Ocean: 'SEA',
  Truck: 'ROAD',
  'N/A': null,
};
