import { Ctx, Directive, Resolver } from 'type-graphql';
import { isUnsupported } from '../../changes/end-sessions.ts';
import type { SignOutResult } from '../../changes/sign-out.ts';
import type { RecordedOutcome } from '../../domain/change/change-record.ts';
import type { ResetOutcome } from '../../domain/change/change.ts';
import type { Failure } from '../../domain/values/failure.ts';
import { isUnclear, outcomeTraits } from '../../domain/change/outcome-traits.ts';
import type { Person } from '../../domain/people/person.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { hasPerson, type ChangeGrant } from '../../access/grant.ts';
import {
  idempotencyKeyReused,
  noSuchPerson,
  type ChangeError,
} from './errors/change-error.type.ts';
import { codedError } from './errors/coded-error.ts';
import { changedPerson, type ChangedPerson } from './changed-person.ts';
import { EndDeviceOwnerSessionsInput } from './change.input.ts';
import { permitInput } from './permit-change.ts';
import {
  recordFields,
  replayedFields,
  shownResult,
  unrecordedChange,
  type RecordFields,
} from './record-fields.ts';
import { requestSignOut } from '../../changes/ask-change.ts';
import { EndDeviceOwnerSessionsPayload } from './device-change.payload.ts';

interface EndedSessions extends RecordFields, Pick<ChangedPerson, 'changed' | 'user'> {
  readonly outcome: ResetOutcome;
  readonly errors: readonly ChangeError[];
}

type Facts = Omit<EndedSessions, 'changed' | 'user'>;

@Resolver()
export class EndSessionsResolver {
  @Access({ effect: 'endSessions', permit: permitInput({ check: () => undefined }) })
  @Cost({ calls: 8 })
  @Directive('@tag(name: "detail")')
  @NullableMutation(
    () => EndDeviceOwnerSessionsPayload,
    "Ends the sessions of a user without a change of devices, at AM and on the gateway's pages. The caller's own session continues.",
  )
  async endDeviceOwnerSessions(
    @Input(() => EndDeviceOwnerSessionsInput) input: EndDeviceOwnerSessionsInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<EndedSessions> {
    const { devicesByKind: _none, ...read } = changedPerson(context, grant, []);
    if (!hasPerson(grant))
      return { ...read, ...unrecordedChange, outcome: 'NOT_DONE', errors: [noSuchPerson()] };
    const result = await requestSignOut(context, grant, input);
    return { ...read, ...factsOf(result, grant.person) };
  }
}

/** @throws Failure if nothing was sent, for a reason that the caller cannot act on */
function factsOf(result: SignOutResult, person: Person): Facts {
  return shownResult(result, {
    completed: ({ change, outcome, problem, sessions }) => ({
      ...recordFields(change, person, { isReplayed: false, ...sessions }),
      outcome: outcomeTraits[outcome].shown,
      errors: problem === null ? [] : [errorOf(outcome, problem)],
    }),
    replayed: (change) => {
      const record = replayedFields(change, person);
      const outcome = change.outcome?.outcome ?? 'UNKNOWN';
      const errors = errorsOfRecord(outcome, record.sessionsEnding === 'NOT_SUPPORTED');
      return { ...record, outcome: outcomeTraits[outcome].shown, errors };
    },
    keyReused: (message) => ({
      ...unrecordedChange,
      outcome: 'NOT_DONE',
      errors: [idempotencyKeyReused(message)],
    }),
  });
}

function errorOf(outcome: RecordedOutcome, problem: Failure): ChangeError {
  if (isUnclear(outcome)) return codedError('OUTCOME_UNKNOWN', messages.unknown);
  if (isUnsupported(problem)) return codedError('NOT_SUPPORTED', messages.notSupported);
  const isRefused = problem.code === 'FORBIDDEN' || problem.code === 'STEP_UP_REQUIRED';
  return isRefused
    ? codedError('REFUSED_BY_AM', messages.refused)
    : codedError('NOT_DONE', messages.notDone);
}

function errorsOfRecord(outcome: RecordedOutcome, isNotSupported: boolean): ChangeError[] {
  switch (outcome) {
    case 'UNKNOWN':
      return [codedError('OUTCOME_UNKNOWN', messages.unknown)];
    case 'NOT_DONE':
      return isNotSupported
        ? [codedError('NOT_SUPPORTED', messages.notSupported)]
        : [codedError('NOT_DONE', messages.notDone)];
    case 'DONE':
    case 'CONFIRMED':
    case 'NOTHING_TO_RESET':
    case 'SETUP_CODE_MADE':
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
