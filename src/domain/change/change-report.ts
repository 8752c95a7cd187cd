import type { Intent, RecordedActor, RecordedChange } from './change-record.ts';
import type { Limited } from '../values/limit.ts';

/** Whether a report is open or taken. */
export const ReportState = { OPEN: 'OPEN', TAKEN: 'TAKEN' } as const;
export type ReportState = (typeof ReportState)[keyof typeof ReportState];

/** A step to record: a report, or the taking of one. */
export interface ReportStep extends Pick<Intent, 'correlationId' | 'clientCorrelationId'> {
  /** The reference number of the change. */
  readonly id: string;
  readonly actor: RecordedActor;
}

/** What became of a report. Changes that cannot be reported are dry runs and refused changes. */
export type Reported =
  /** Recorded now, or by an earlier request: the first report of a change stands. */
  | { readonly kind: 'reported'; readonly change: RecordedChange }
  | { readonly kind: 'unknown change' | 'not reportable' }
  | Limited;

/** What became of the taking of a report. */
export type Taken =
  /** Recorded now, or by an earlier request of anyone: the first one stands. */
  { readonly kind: 'taken'; readonly change: RecordedChange } | { readonly kind: 'no report' };
