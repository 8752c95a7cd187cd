import { hash } from 'node:crypto';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RecordedChange } from '../../domain/change-record.ts';
import { deviceKinds } from '../../domain/device.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { OathSkip, Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { memberOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { ResetDevicesInput, ResetOathDevicesInput, ResetPushDevicesInput } from './change.input.ts';
import type { ResetInput } from './change.input.ts';
import { replayedFields, unrecordedChange } from './record-fields.ts';
import type { RecordFields } from './record-fields.ts';
import { notDone } from './recorded-result.ts';
import { Recording } from './recording.ts';
import { replayedReset, resetKind, untried } from './reset-kind.ts';
import type { KindReset, KindResetFacts } from './reset-kind.ts';
import {
  ResetDevicesPayload,
  ResetOathDevicesPayload,
  ResetPushDevicesPayload,
} from './reset.payload.ts';
import { ChangeNotDone, noSuchPerson, userError } from './change-error.type.ts';
import type { ChangeError } from './change-error.type.ts';

const maxExpected = 100;

/** The payload fields that are read from the person; the person is read again only where they are selected. */
interface PersonFields extends RecordFields {
  /** Whom the guards of these fields decide about. */
  readonly changed: Person | null;
  readonly user: () => Promise<Person | null>;
  readonly oathSkip: () => Promise<OathSkip | null>;
}

interface SeveralResets extends Omit<PersonFields, 'oathSkip'> {
  readonly results: readonly (KindResetFacts & { readonly kind: DeviceKind })[];
  readonly errors: readonly ChangeError[];
}

/** The mutations that remove every device of a kind. */
@Resolver()
export class ResetResolver {
  @Access({ effect: 'reset', on: 'input', check: checkExpected, kinds: ['OATH'] })
  @Cost({ calls: 8 })
  @Mutation(() => ResetOathDevicesPayload, {
    nullable: true,
    description:
      'Removes every one-time password device of a person and sets their skip choice to NOT_SET, so that the next sign-in offers to register again.',
  })
  resetOathDevices(
    @Arg('input', () => ResetOathDevicesInput, { description: 'Whose devices, and how.' })
    input: ResetOathDevicesInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(context, grant, { input, kinds: ['OATH'] });
  }

  @Access({ effect: 'reset', on: 'input', check: checkExpected, kinds: ['PUSH'] })
  @Cost({ calls: 8 })
  @Mutation(() => ResetPushDevicesPayload, {
    nullable: true,
    description:
      'Removes every push device of a person, so that the next sign-in offers to register again.',
  })
  resetPushDevices(
    @Arg('input', () => ResetPushDevicesInput, { description: 'Whose devices, and how.' })
    input: ResetPushDevicesInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(context, grant, { input, kinds: ['PUSH'] });
  }

  @Access({ effect: 'reset', on: 'input', check: checkKinds })
  @Cost({ calls: 5, callsPerKind: 3 })
  @Mutation(() => ResetDevicesPayload, {
    nullable: true,
    description:
      'Removes every device of several kinds of a person, one kind after the other, with a result for each.',
  })
  async resetDevices(
    @Arg('input', () => ResetDevicesInput, {
      description: 'Whose devices, of which kinds, and how.',
    })
    input: ResetDevicesInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<SeveralResets> {
    const { person } = grant;
    const read = { changed: person, user: personReader(grant) };
    if (person === null)
      return { ...read, ...unrecordedChange, results: [], errors: [noSuchPerson()] };
    const { results, ...record } = await resetAll(context, grant, { input, kinds: input.kinds });
    return { ...read, ...record, results, errors: [] };
  }
}

function checkExpected(input: unknown): void {
  const expected = memberOf(input, 'expectedDeviceIds');
  if (!Array.isArray(expected) || expected.length <= maxExpected) return;
  throw badInput('expectedDeviceIds', `Give at most ${maxExpected} ids.`);
}

function checkKinds(input: unknown): void {
  checkExpected(input);
  const kinds = memberOf(input, 'kinds');
  if (Array.isArray(kinds) && kinds.length > 0) return;
  throw badInput('kinds', 'Name at least one kind.');
}

async function resetOne(
  context: RequestContext,
  grant: PersonGrant,
  asked: ResetAsked,
): Promise<KindResetFacts & PersonFields> {
  const user = personReader(grant);
  const oathSkip = async (): Promise<OathSkip | null> => (await user())?.oathSkip ?? null;
  const read = { changed: grant.person, user, oathSkip };
  if (grant.person === null) return { ...read, ...untried(noSuchPerson()), ...unrecordedChange };
  const { results, ...record } = await resetAll(context, grant, { ...asked, isAlone: true });
  const [facts = untried(userError(ChangeNotDone, 'Nothing was recorded of it.'))] = results;
  return { ...read, ...facts, ...record };
}

interface ResetAsked {
  readonly input: ResetInput;
  readonly kinds: readonly DeviceKind[];
  /** Whether the payload is for one kind. */
  readonly isAlone?: boolean;
}

/**
 * Resets the kinds one after the other as one recorded change. A failure of one kind among several is told in its own
 * result, so that the results of the others are kept; of one kind alone, and UNAUTHENTICATED of the first, it is thrown.
 */
async function resetAll(
  context: RequestContext,
  grant: PersonGrant,
  { input, kinds: asked, isAlone = false }: ResetAsked,
): Promise<RecordFields & Pick<SeveralResets, 'results'>> {
  const { person } = grant;
  if (person === null) throw new TypeError('a reset needs a person');
  const { dryRun, force, expectedDeviceIds: expected = null } = input;
  const kinds = deviceKinds.filter((one) => asked.includes(one));
  const options = { force, ...(expected !== null && { expected: digestOf(expected) }) };
  const recording = new Recording(context, grant, { input, effect: 'reset', kinds, options });
  const done: KindReset[] = [];
  try {
    for (const kind of kinds) {
      const reset = () => resetKind(grant, person, { kind, dryRun, force, expected, recording });
      const isFirst = done.length === 0;
      done.push(await (isAlone ? reset() : amongSeveral(reset, { kind, isFirst, recording })));
    }
  } catch (error) {
    const earlier = await recording.earlierOf(error);
    if (earlier !== null) return replayedAnswer(earlier, person);
    const failure = error instanceof Failure ? error : null;
    const rest = kinds.slice(done.length).map((kind) => notDone(kind, failure, null));
    await recording.complete([...done.map(({ record }) => record), ...rest]);
    throw error;
  }
  const { unsent } = recording;
  if (unsent !== null) return replayedAnswer(unsent, person);
  const ended = await recording.complete(done.map(({ record }) => record));
  const results = done.map(({ facts, record: { kind } }) => ({ kind, ...facts }));
  return { change: recording.reference, replayed: false, ...ended, results };
}

function replayedAnswer(
  change: RecordedChange,
  person: Person,
): RecordFields & Pick<SeveralResets, 'results'> {
  return { ...replayedFields(change), results: replayedReset(change, person) };
}

interface AmongSeveral {
  readonly kind: DeviceKind;
  readonly isFirst: boolean;
  readonly recording: Recording;
}

/** UNAUTHENTICATED, and what the ledger says of the whole change, is thrown where nothing has been done yet. */
async function amongSeveral(
  reset: () => Promise<KindReset>,
  { kind, isFirst, recording }: AmongSeveral,
): Promise<KindReset> {
  try {
    return await reset();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isUnauthenticated = error.code === 'UNAUTHENTICATED';
    const isOfAll = isUnauthenticated || ofLedger.has(error.code);
    if (isOfAll && (!recording.isBegun || (isFirst && isUnauthenticated))) throw error;
    const facts = untried(userError(ChangeNotDone, error.message));
    return { facts, record: notDone(kind, error, null) };
  }
}

/** What the ledger says of the whole change before it begins. */
const ofLedger: ReadonlySet<string> = new Set(['RATE_LIMITED', 'AUDIT_UNAVAILABLE']);

/** The ids that a caller has seen, in one short text for the record: who has looked again asks for something else. */
function digestOf(ids: readonly string[]): string {
  return hash('sha256', JSON.stringify([...new Set(ids)].toSorted()), 'base64url');
}

function personReader({ person, loaders }: PersonGrant): () => Promise<Person | null> {
  return async () => (person === null ? null : loaders.person.load(person));
}
