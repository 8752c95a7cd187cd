import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { isUnsupported } from '../../changes/end-sessions.ts';
import type { SignOutResult } from '../../changes/sign-out.ts';
import type { RecordedOutcome } from '../../domain/change-record.ts';
import type { ResetOutcome } from '../../domain/change.ts';
import type { Failure } from '../../domain/failure.ts';
import { isUnclear } from '../../domain/outcome-traits.ts';
import type { Person } from '../../domain/person.ts';
import { Access, Granted } from '../access.ts';
import { Cost } from '../cost.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from '../request/grant.ts';
import {
  ChangeNotDone,
  ChangeOutcomeUnknown,
  ChangeRefused,
  idempotencyKeyReused,
  noSuchPerson,
  NotSupportedUpstream,
  userError,
  type ChangeError,
} from './change-error.type.ts';
import { EndSessionsInput } from './change.input.ts';
import { EndSessionsPayload } from './end-sessions.payload.ts';
import { permitInput } from './permit-change.ts';
import {
  failureOf,
  recordFields,
  replayedFields,
  shownOutcome,
  unrecordedChange,
  type RecordFields,
} from './record-fields.ts';
import { requestSignOut } from './request-change.ts';

interface EndedSessions extends RecordFields {
  readonly changed: Person | null;
  readonly user: () => Promise<Person | null>;
  readonly outcome: ResetOutcome;
  readonly errors: readonly ChangeError[];
}

type Facts = Omit<EndedSessions, 'changed' | 'user'>;

@Resolver()
export class EndSessionsResolver {
  @Access({ effect: 'endSessions', permit: permitInput({ check: () => undefined }) })
  @Cost({ calls: 8 })
  @Mutation(() => EndSessionsPayload, {
    nullable: true,
    description:
      "Ends the sessions of a user without a change of devices, at AM and on the gateway's pages. The caller's own session continues.",
  })
  async endSessions(
    @Arg('input', () => EndSessionsInput, {
      description: 'Whose sessions to end, and the options of the change.',
    })
    input: EndSessionsInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<EndedSessions> {
    const { person, loaders } = grant;
    if (person === null) {
      const read = { changed: null, user: async () => null };
      return { ...read, ...unrecordedChange, outcome: 'NOT_DONE', errors: [noSuchPerson()] };
    }
    const result = await requestSignOut(context, { ...grant, person }, input);
    const read = { changed: person, user: () => loaders.person.load(person) };
    return { ...read, ...factsOf(result, person) };
  }
}

/** @throws Failure if nothing was sent, for a reason that the caller cannot act on */
function factsOf(result: SignOutResult, person: Person): Facts {
  switch (result.kind) {
    case 'completed': {
      const { change, outcome, problem, sessions } = result;
      const record = recordFields(change, person, { isReplayed: false, ...sessions });
      const errors = problem === null ? [] : [errorOf(outcome, problem)];
      return { ...record, outcome: shownOutcome(outcome), errors };
    }
    case 'replayed': {
      const record = replayedFields(result.change, person);
      const outcome = result.change.outcome?.outcome ?? 'UNKNOWN';
      const errors = errorsOfRecord(outcome, record.sessionsEnding === 'NOT_SUPPORTED');
      return { ...record, outcome: shownOutcome(outcome), errors };
    }
    case 'keyReused': {
      const errors = [idempotencyKeyReused(failureOf(result).message)];
      return { ...unrecordedChange, outcome: 'NOT_DONE', errors };
    }
    case 'inProgress':
    case 'limited':
    case 'notWaiting':
    case 'rejected':
      throw failureOf(result);
  }
}

function errorOf(outcome: RecordedOutcome, problem: Failure): ChangeError {
  if (isUnclear(outcome)) return userError(ChangeOutcomeUnknown, messages.unknown);
  if (isUnsupported(problem)) return userError(NotSupportedUpstream, messages.notSupported);
  const isRefused = problem.code === 'FORBIDDEN' || problem.code === 'STEP_UP_REQUIRED';
  return isRefused
    ? userError(ChangeRefused, messages.refused)
    : userError(ChangeNotDone, messages.notDone);
}

function errorsOfRecord(outcome: RecordedOutcome, isNotSupported: boolean): ChangeError[] {
  switch (outcome) {
    case 'UNKNOWN':
      return [userError(ChangeOutcomeUnknown, messages.unknown)];
    case 'NOT_DONE':
      return isNotSupported
        ? [userError(NotSupportedUpstream, messages.notSupported)]
        : [userError(ChangeNotDone, messages.notDone)];
    case 'DONE':
    case 'CONFIRMED':
    case 'NOTHING_TO_RESET':
    case 'WOULD_RESET':
      return [];
  }
}

const messages = {
  unknown: 'AM did not confirm that the sessions ended. Some may continue. Try again in a minute.',
  notSupported: 'The sessions cannot be ended here. Nothing was changed.',
  refused: 'AM refused to end the sessions. Nothing was changed.',
  notDone: 'AM did not end the sessions. Nothing was changed. Try again in a minute.',
} as const;
