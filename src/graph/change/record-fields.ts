import type { RecordedChange } from '../../domain/change-record.ts';
import { noSessionsEnded } from '../../domain/sessions-ended.ts';
import type { SessionsEnded } from '../../domain/sessions-ended.ts';
import { endedBefore } from './end-sessions.ts';

/** What every payload tells of the record of its change, and of the person's sessions. */
export interface RecordFields extends SessionsEnded {
  readonly change: { readonly id: string; readonly at: Date } | null;
  readonly replayed: boolean;
}

/** Of a change that was not tried. */
export const unrecordedChange: RecordFields = {
  change: null,
  replayed: false,
  ...noSessionsEnded,
};

/** Of a change that was made before. */
export function replayedFields(change: RecordedChange): RecordFields {
  const { id, at } = change;
  return { change: { id, at: new Date(at) }, replayed: true, ...endedBefore(change) };
}
