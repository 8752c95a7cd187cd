import { sessionsEndedBy } from '../../changes/end-sessions.ts';
import type { UnmadeChange } from '../../changes/request/change-request.ts';
import { failureOf } from '../../changes/request/unmade-change.ts';
import type { RecordedChange } from '../../domain/change/change-record.ts';
import { shownSetupCode } from '../../domain/enrolment/setup-code.ts';
import type { Person } from '../../domain/people/person.ts';
import { noSessionsEnded, type SessionsEnded } from '../../domain/change/sessions-ended.ts';
import { shownChange } from '../history/shown-change.ts';

/** What every payload reports of its change's record, and of the person's sessions. */
export interface RecordFields extends SessionsEnded {
  readonly change: object | null;
  readonly isReplayed: boolean;
  readonly setupCode: string | null;
}

/** The fields of a change that was not tried. */
export const unrecordedChange: RecordFields = {
  change: null,
  isReplayed: false,
  setupCode: null,
  ...noSessionsEnded,
};

/** The fields of a change that this request made, or an earlier one for the same change. */
export function recordFields(
  change: RecordedChange | null,
  person: Person,
  {
    setupCode = null,
    ...rest
  }: { readonly isReplayed: boolean; readonly setupCode?: string | null } & SessionsEnded,
): RecordFields {
  // The caller has made it.
  const shown = change && shownChange(change, person, 'with staff notes');
  return { change: shown, setupCode: setupCode && shownSetupCode(setupCode), ...rest };
}

/** The fields of a change that an earlier request made. */
export function replayedFields(change: RecordedChange, person: Person): RecordFields {
  return recordFields(change, person, { isReplayed: true, ...sessionsEndedBy(change) });
}

/** What a payload shows of a change. */
interface Shows<Made, Shown> {
  /** This request made it. */
  readonly completed: (made: Made) => Shown;
  /** An earlier request made it. */
  readonly replayed: (change: RecordedChange) => Shown;
  /** Its idempotency key belongs to another change. */
  readonly keyReused: (message: string) => Shown;
}

/** @throws Failure if nothing was made, for a reason that the caller cannot act on */
export function shownResult<Made extends { readonly kind: 'completed' }, Shown>(
  result: Made | UnmadeChange,
  shows: Shows<Made, Shown>,
): Shown {
  switch (result.kind) {
    case 'completed':
      return shows.completed(result);
    case 'replayed':
      return shows.replayed(result.change);
    case 'keyReused':
      return shows.keyReused(failureOf(result).message);
    case 'inProgress':
    case 'limited':
    case 'notWaiting':
    case 'rejected':
      throw failureOf(result);
  }
}
