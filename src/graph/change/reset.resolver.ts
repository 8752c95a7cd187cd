import { hash } from 'node:crypto';
import { Ctx, Resolver } from 'type-graphql';
import type {
  ChangeResult,
  KindResult,
  SettledKind,
} from '../../changes/request/change-request.ts';
import { deviceKinds, type DeviceKind } from '../../domain/devices/device.ts';
import { badInput } from '../../domain/values/failure.ts';
import type { OathSkip, Person } from '../../domain/people/person.ts';
import { Access, Granted } from '../fields/access.ts';
import { permitInput } from './permit-change.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { memberOf } from '../../domain/values/member.ts';
import type { RequestContext } from '../request/context.ts';
import { hasPerson, type ChangeGrant } from '../../access/grant.ts';
import { ResetDevicesInput, ResetOathDevicesInput, ResetPushDevicesInput } from './change.input.ts';
import type { ResetInput } from './change.input.ts';
import {
  DeviceChangeNotDone,
  idempotencyKeyReused,
  noSuchPerson,
  userError,
} from './errors/change-error.type.ts';
import type { DeviceChangeError } from './errors/change-error.type.ts';
import { changedPerson, type ChangedPerson } from './changed-person.ts';
import { userErrorOfFailure } from './errors/change-errors.ts';
import { devicesIn } from '../../changes/request/named-device.ts';
import {
  recordFields,
  replayedFields,
  shownResult,
  unrecordedChange,
  type RecordFields,
} from './record-fields.ts';
import { requestChange, type DesiredChange } from '../../changes/ask-change.ts';
import { replayedReset, resetFacts, untried } from './reset-facts.ts';
import type { KindFacts, KindResetFacts } from './reset-facts.ts';
import {
  ResetDevicesPayload,
  ResetOathDevicesPayload,
  ResetPushDevicesPayload,
} from './reset.payload.ts';

const maxExpected = 100;

/** The payload fields of the person, who is read again only if they are selected. */
interface PersonFields extends RecordFields, ChangedPerson {
  readonly oathSkip: () => Promise<OathSkip | null>;
}

interface SeveralResets extends Omit<PersonFields, 'oathSkip'> {
  readonly results: readonly KindFacts[];
  readonly errors: readonly DeviceChangeError[];
}

@Resolver()
export class ResetResolver {
  @Access({ effect: 'reset', permit: permitInput({ check: checkExpected, kinds: ['OATH'] }) })
  @Cost({ calls: 8 })
  @NullableMutation(
    () => ResetOathDevicesPayload,
    'Removes all one-time password devices of a user, and sets `oathSkip` to `NOT_SET`. The next sign-in offers to register a device.',
  )
  resetOathDevices(
    @Input(() => ResetOathDevicesInput, 'Whose devices to reset, and the options of the reset.')
    input: ResetOathDevicesInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(context, grant, { input, kind: 'OATH' });
  }

  @Access({ effect: 'reset', permit: permitInput({ check: checkExpected, kinds: ['PUSH'] }) })
  @Cost({ calls: 8 })
  @NullableMutation(
    () => ResetPushDevicesPayload,
    'Removes all push devices of a user. The next sign-in offers to register a device.',
  )
  resetPushDevices(
    @Input(() => ResetPushDevicesInput, 'Whose devices to reset, and the options of the reset.')
    input: ResetPushDevicesInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(context, grant, { input, kind: 'PUSH' });
  }

  @Access({ effect: 'reset', permit: permitInput({ check: checkKinds }) })
  @Cost({ calls: 5, callsPerKind: 3 })
  @NullableMutation(
    () => ResetDevicesPayload,
    'Removes all devices of one or more kinds of a user, one kind after the other.',
  )
  async resetDevices(
    @Input(() => ResetDevicesInput) input: ResetDevicesInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<SeveralResets> {
    const { kinds } = input;
    const read = changedPerson(context, grant, chosenKinds(kinds));
    if (!hasPerson(grant))
      return { ...read, ...unrecordedChange, results: [], errors: [noSuchPerson()] };
    const result = await requestChange(context, grant, resetOf(grant.person, { input, kinds }));
    return { ...read, ...resetAnswer(result, { person: grant.person, kinds }), errors: [] };
  }
}

/** Kinds in the order in which pages show them. */
function chosenKinds(requested: readonly DeviceKind[]): DeviceKind[] {
  return deviceKinds.filter((one) => requested.includes(one));
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

/** Resets one kind. @throws Failure if the caller cannot act on the reason */
async function resetOne(
  context: RequestContext,
  grant: ChangeGrant,
  { input, kind }: { readonly input: ResetInput; readonly kind: DeviceKind },
): Promise<KindResetFacts & PersonFields> {
  const kinds = [kind];
  const changed = changedPerson(context, grant, kinds);
  const oathSkip = async (): Promise<OathSkip | null> => (await changed.user())?.oathSkip ?? null;
  const read = { ...changed, oathSkip };
  if (!hasPerson(grant)) return { ...read, ...untried(noSuchPerson()), ...unrecordedChange };
  const result = await requestChange(context, grant, resetOf(grant.person, { input, kinds }));
  if (result.kind === 'completed') throwUntypedProblem(result.results);
  const { results, ...record } = resetAnswer(result, { person: grant.person, kinds });
  const [facts = untried(userError(DeviceChangeNotDone, 'Nothing was recorded of it.'))] = results;
  return { ...read, ...facts, ...record };
}

function resetOf(
  person: Person,
  { input, kinds }: { readonly input: ResetInput; readonly kinds: readonly DeviceKind[] },
): DesiredChange {
  const { force, expectedDeviceIds: ids = null } = input;
  return {
    effect: 'reset',
    kinds: chosenKinds(kinds),
    arguments: { force, expected: ids === null ? null : devicesIn(ids, person) },
    options: { force, ...(ids !== null && { expected: digestOf(ids) }) },
    input,
  };
}

/** @throws Failure if the whole change was not made, for a reason that the caller cannot act on */
function resetAnswer(
  result: ChangeResult,
  { person, kinds }: { readonly person: Person; readonly kinds: readonly DeviceKind[] },
): RecordFields & { readonly results: readonly KindFacts[] } {
  return shownResult(result, {
    completed: ({ results, change, sessions }) => ({
      ...recordFields(change, person, { isReplayed: false, ...sessions }),
      results: results.map((one) => resetFacts(one, person)),
    }),
    replayed: (change) => ({
      ...replayedFields(change, person),
      results: replayedReset(change, person),
    }),
    keyReused: (message) => ({
      ...unrecordedChange,
      results: kinds.map((kind) => ({ kind, ...untried(idempotencyKeyReused(message)) })),
    }),
  });
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
