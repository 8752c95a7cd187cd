import { hash } from 'node:crypto';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ChangeResult, KindResult, SettledKind } from '../../changes/change-request.ts';
import { deviceKinds, type DeviceKind } from '../../domain/device.ts';
import { badInput } from '../../domain/failure.ts';
import type { OathSkip, Person } from '../../domain/person.ts';
import { Access, Granted } from '../access.ts';
import { permitInput } from './permit-change.ts';
import { Cost } from '../cost.ts';
import { memberOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { ChangeGrant } from '../request/grant.ts';
import { ResetDevicesInput, ResetOathDevicesInput, ResetPushDevicesInput } from './change.input.ts';
import type { ResetInput } from './change.input.ts';
import {
  ChangeNotDone,
  idempotencyKeyReused,
  noSuchPerson,
  userError,
} from './change-error.type.ts';
import type { ChangeError } from './change-error.type.ts';
import { changedPerson, type ChangedPerson } from './changed-person.ts';
import { userErrorOfFailure } from './change-errors.ts';
import { devicesIn } from './device-id.ts';
import {
  failureOf,
  recordFields,
  replayedFields,
  unrecordedChange,
  type RecordFields,
} from './record-fields.ts';
import { requestChange } from './request-change.ts';
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
  readonly errors: readonly ChangeError[];
}

@Resolver()
export class ResetResolver {
  @Access({ effect: 'reset', permit: permitInput({ check: checkExpected, kinds: ['OATH'] }) })
  @Cost({ calls: 8 })
  @Mutation(() => ResetOathDevicesPayload, {
    nullable: true,
    description:
      'Removes all one-time password devices of a user, and sets `oathSkip` to `NOT_SET`. The next sign-in offers to register a device.',
  })
  resetOathDevices(
    @Arg('input', () => ResetOathDevicesInput, {
      description: 'Whose devices to reset, and the options of the reset.',
    })
    input: ResetOathDevicesInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(context, grant, { input, kind: 'OATH' });
  }

  @Access({ effect: 'reset', permit: permitInput({ check: checkExpected, kinds: ['PUSH'] }) })
  @Cost({ calls: 8 })
  @Mutation(() => ResetPushDevicesPayload, {
    nullable: true,
    description:
      'Removes all push devices of a user. The next sign-in offers to register a device.',
  })
  resetPushDevices(
    @Arg('input', () => ResetPushDevicesInput, {
      description: 'Whose devices to reset, and the options of the reset.',
    })
    input: ResetPushDevicesInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(context, grant, { input, kind: 'PUSH' });
  }

  @Access({ effect: 'reset', permit: permitInput({ check: checkKinds }) })
  @Cost({ calls: 5, callsPerKind: 3 })
  @Mutation(() => ResetDevicesPayload, {
    nullable: true,
    description: 'Removes all devices of one or more kinds of a user, one kind after the other.',
  })
  async resetDevices(
    @Arg('input', () => ResetDevicesInput, {
      description: 'Whose devices to reset, the kinds, and the options of the reset.',
    })
    input: ResetDevicesInput,
    @Granted() grant: ChangeGrant,
    @Ctx() context: RequestContext,
  ): Promise<SeveralResets> {
    const { person } = grant;
    const read = changedPerson(context, grant, chosenKinds(input.kinds));
    if (person === null)
      return { ...read, ...unrecordedChange, results: [], errors: [noSuchPerson()] };
    const { kinds } = input;
    const result = await reset(context, { ...grant, person }, { input, kinds });
    return { ...read, ...resetAnswer(result, { person, kinds }), errors: [] };
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
  const { person } = grant;
  const changed = changedPerson(context, grant, [kind]);
  const oathSkip = async (): Promise<OathSkip | null> => (await changed.user())?.oathSkip ?? null;
  const read = { ...changed, oathSkip };
  if (person === null) return { ...read, ...untried(noSuchPerson()), ...unrecordedChange };
  const result = await reset(context, { ...grant, person }, { input, kinds: [kind] });
  if (result.kind === 'completed') throwUntypedProblem(result.results);
  const { results, ...record } = resetAnswer(result, { person, kinds: [kind] });
  const [facts = untried(userError(ChangeNotDone, 'Nothing was recorded of it.'))] = results;
  return { ...read, ...facts, ...record };
}

function reset(
  context: RequestContext,
  grant: ChangeGrant & { readonly person: Person },
  {
    input,
    kinds: requested,
  }: { readonly input: ResetInput; readonly kinds: readonly DeviceKind[] },
): Promise<ChangeResult> {
  const { force, expectedDeviceIds: ids = null } = input;
  const kinds = chosenKinds(requested);
  return requestChange(context, grant, {
    effect: 'reset',
    kinds,
    arguments: { force, expected: ids === null ? null : devicesIn(ids, grant.person) },
    options: { force, ...(ids !== null && { expected: digestOf(ids) }) },
    input,
  });
}

/** @throws Failure if the whole change was not made, for a reason that the caller cannot act on */
function resetAnswer(
  result: ChangeResult,
  { person, kinds }: { readonly person: Person; readonly kinds: readonly DeviceKind[] },
): RecordFields & { readonly results: readonly KindFacts[] } {
  switch (result.kind) {
    case 'completed': {
      const results = result.results.map((one) => resetFacts(one, person));
      const record = { isReplayed: false, ...result.sessions };
      return { ...recordFields(result.change, person, record), results };
    }
    case 'replayed':
      return {
        ...replayedFields(result.change, person),
        results: replayedReset(result.change, person),
      };
    case 'keyReused': {
      const { message } = failureOf(result);
      const results = kinds.map((kind) => ({ kind, ...untried(idempotencyKeyReused(message)) }));
      return { ...unrecordedChange, results };
    }
    case 'inProgress':
    case 'limited':
    case 'notWaiting':
    case 'rejected':
      throw failureOf(result);
  }
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
