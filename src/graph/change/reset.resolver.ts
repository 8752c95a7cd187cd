import { hash } from 'node:crypto';
import { Ctx, Resolver } from 'type-graphql';
import { hasPerson, type ChangeGrant } from '../../access/grant.ts';
import { requestChange, type DesiredChange } from '../../changes/ask-change.ts';
import { overallOutcome } from '../../changes/lists/results.ts';
import type {
  ChangeResult,
  KindResult,
  SettledKind,
} from '../../changes/request/change-request.ts';
import { devicesIn } from '../../changes/request/named-device.ts';
import { outcomeTraits } from '../../domain/change/outcome-traits.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import type { Person } from '../../domain/people/person.ts';
import { badInput } from '../../domain/values/failure.ts';
import { memberOf } from '../../domain/values/member.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { ResetDevicesInput, ResetDevicesOfKindInput } from './change.input.ts';
import { changedPerson, type ChangedPerson } from './changed-person.ts';
import { idempotencyKeyReused, noSuchPerson } from './errors/change-error.type.ts';
import { userErrorOfFailure } from './errors/change-errors.ts';
import { permitInput } from './permit-change.ts';
import {
  recordFields,
  replayedFields,
  shownResult,
  unrecordedChange,
  type RecordFields,
} from './record-fields.ts';
import { replayedReset, resetFacts, untried } from './reset-facts.ts';
import type { KindFacts, KindResetFacts } from './reset-facts.ts';
import { ResetDevicesPayload } from './reset.payload.ts';

const maxExpected = 100;

/** The person is read again only if a client selects fields of them. */
interface ResetFields extends KindResetFacts, RecordFields, ChangedPerson {
  readonly results: readonly KindFacts[];
}

@Resolver()
export class ResetResolver {
  @Access({ effect: 'reset', permit: permitInput({ check: checkExpected, kinds: ['OATH'] }) })
  @Cost({ calls: 8 })
  @NullableMutation(
    () => ResetDevicesPayload,
    'Removes all one-time password devices of a user, and sets `User.oathSkip` to `NOT_SET`. The next sign-in offers to register a device.',
  )
  resetOathDevices(
    @Input(() => ResetDevicesOfKindInput) input: ResetDevicesOfKindInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<ResetFields> {
    return reset(context, grant, { input, kinds: ['OATH'], isOfOneKind: true });
  }

  @Access({ effect: 'reset', permit: permitInput({ check: checkExpected, kinds: ['PUSH'] }) })
  @Cost({ calls: 8 })
  @NullableMutation(
    () => ResetDevicesPayload,
    'Removes all push devices of a user. The next sign-in offers to register a device.',
  )
  resetPushDevices(
    @Input(() => ResetDevicesOfKindInput) input: ResetDevicesOfKindInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<ResetFields> {
    return reset(context, grant, { input, kinds: ['PUSH'], isOfOneKind: true });
  }

  @Access({ effect: 'reset', permit: permitInput({ check: checkKinds }) })
  @Cost({ calls: 5, callsPerKind: 3 })
  @NullableMutation(
    () => ResetDevicesPayload,
    'Removes all devices of one or more kinds of a user, one kind after the other.',
  )
  resetDevices(
    @Input(() => ResetDevicesInput) input: ResetDevicesInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<ResetFields> {
    const kinds = deviceKinds.filter((one) => input.kinds.includes(one));
    return reset(context, grant, { input, kinds, isOfOneKind: false });
  }
}

function checkExpected(input: unknown): void {
  const expected = memberOf(input, 'expectedDeviceIds');
  if (!Array.isArray(expected) || expected.length <= maxExpected) return;
  throw badInput('expectedDeviceIds', `Send at most ${maxExpected} ids.`);
}

function checkKinds(input: unknown): void {
  checkExpected(input);
  const kinds = memberOf(input, 'kinds');
  if (Array.isArray(kinds) && kinds.length > 0) return;
  throw badInput('kinds', 'Name at least one kind.');
}

interface Reset {
  readonly input: ResetDevicesOfKindInput;
  /** In the order in which pages show them. */
  readonly kinds: readonly DeviceKind[];
  /** Whether the mutation is of one kind, so that its problem is one of the whole. */
  readonly isOfOneKind: boolean;
}

/** @throws Failure if nothing was tried, for a reason that the caller cannot act on */
async function reset(
  context: RequestContext,
  grant: ChangeGrant,
  { input, kinds, isOfOneKind }: Reset,
): Promise<ResetFields> {
  const read = changedPerson(context, grant, kinds);
  if (!hasPerson(grant))
    return { ...read, ...unrecordedChange, ...untried(noSuchPerson()), results: [] };
  const result = await requestChange(context, grant, desired(grant.person, { input, kinds }));
  if (isOfOneKind && result.kind === 'completed') throwUntypedProblem(result.results);
  return { ...read, ...resetAnswer(result, { person: grant.person, kinds }) };
}

function desired(person: Person, { input, kinds }: Omit<Reset, 'isOfOneKind'>): DesiredChange {
  const { force, expectedDeviceIds: ids = null } = input;
  return {
    effect: 'reset',
    kinds,
    options: { force, ...(ids !== null && { expected: digestOf(ids) }) },
    ...(ids !== null && { expected: devicesIn(ids, person) }),
    input,
  };
}

function resetAnswer(
  result: ChangeResult,
  { person, kinds }: { readonly person: Person; readonly kinds: readonly DeviceKind[] },
): Omit<ResetFields, keyof ChangedPerson> {
  return shownResult(result, {
    completed: ({ results, change, sessions, setupCode }) => ({
      ...recordFields(change, person, { isReplayed: false, setupCode, ...sessions }),
      ...allOf(results.map((one) => resetFacts(one, person))),
    }),
    replayed: (change) => ({
      ...replayedFields(change, person),
      ...allOf(replayedReset(change, person)),
    }),
    keyReused: (message) => ({
      ...unrecordedChange,
      ...allOf(kinds.map((kind) => ({ kind, ...untried(idempotencyKeyReused(message)) }))),
    }),
  });
}

/** The facts of all kinds together. An error that all of them share is given once. */
function allOf(results: readonly KindFacts[]): KindResetFacts & Pick<ResetFields, 'results'> {
  const errors = results.flatMap((one) => one.errors);
  return {
    results,
    outcome: outcomeTraits[overallOutcome(results.map(({ outcome }) => outcome))].shown,
    removedDevices: results.flatMap((one) => one.removedDevices),
    isVerified: results.every(({ isVerified }) => isVerified),
    errors: [...new Map(errors.map((error) => [`${error.code} ${error.message}`, error])).values()],
  };
}

/** The only kind of a reset: a problem without a typed error is an error of the whole mutation. */
function throwUntypedProblem(results: readonly (KindResult | SettledKind)[]): void {
  const [only] = results;
  if (only?.source !== 'now' || only.isTried || only.problem === null) return;
  if (userErrorOfFailure(only.problem, only.kind) === null) throw only.problem;
}

/** A digest of the ids that a caller has seen: other ids make it another change. */
function digestOf(ids: readonly string[]): string {
  return hash('sha256', JSON.stringify([...new Set(ids)].toSorted()), 'base64url');
}
