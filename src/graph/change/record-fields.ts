import { sessionsEndedBy } from '../../changes/end-sessions.ts';
import type { ChangeResult } from '../../changes/change-request.ts';
import type { RecordedChange, RecordedOutcome } from '../../domain/change-record.ts';
import type { ResetOutcome } from '../../domain/change.ts';
import { Failure, limitReached } from '../../domain/failure.ts';
import { outcomeTraits } from '../../domain/outcome-traits.ts';
import type { Person } from '../../domain/person.ts';
import { noSessionsEnded, type SessionsEnded } from '../../domain/sessions-ended.ts';
import { shownChange } from '../history/shown-change.ts';

/** What every payload reports of its change's record, and of the person's sessions. */
export interface RecordFields extends SessionsEnded {
  readonly change: object | null;
  readonly isReplayed: boolean;
}

/** The fields of a change that was not tried. */
export const unrecordedChange: RecordFields = {
  change: null,
  isReplayed: false,
  ...noSessionsEnded,
};

/** The fields of a change that this request made, or an earlier one for the same change. */
export function recordFields(
  change: RecordedChange | null,
  person: Person,
  rest: { readonly isReplayed: boolean } & SessionsEnded,
): RecordFields {
  return { change: change && shownChange(change, person), ...rest };
}

/** The fields of a change that an earlier request made. */
export function replayedFields(change: RecordedChange, person: Person): RecordFields {
  return recordFields(change, person, { isReplayed: true, ...sessionsEndedBy(change) });
}

/** Payloads report `CONFIRMED` as `DONE`. */
export function shownOutcome(outcome: RecordedOutcome): ResetOutcome {
  return outcomeTraits[outcome].shown;
}

type RefusedChange = Exclude<ChangeResult, { readonly kind: 'completed' | 'replayed' }>;

/** The failure of a change that was not made. */
export function failureOf(result: RefusedChange): Failure {
  switch (result.kind) {
    case 'rejected':
      return result.failure;
    case 'inProgress':
      return new Failure(
        'RATE_LIMITED',
        'The same change is in progress. Nothing was sent again. Check the device list in a moment.',
        {
          detail: `change ${result.id} has no outcome yet`,
          facts: { retryAfterSeconds: result.retryAfterSeconds },
        },
      );
    case 'limited':
      return limitReached('That is too often. Nothing was sent.', result);
    case 'notWaiting':
      throw new TypeError('only a requested change waits');
    case 'keyReused':
      return new Failure(
        'IDEMPOTENCY_KEY_REUSED',
        'This key was used for another change. Nothing was sent. Use a new key.',
      );
  }
}
