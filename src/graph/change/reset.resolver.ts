import { Arg, Mutation, Resolver } from 'type-graphql';
import { deviceKinds } from '../../domain/device.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { badInput, Failure } from '../../domain/failure.ts';
import type { OathSkip, Person } from '../../domain/person.ts';
import { Access } from '../access.ts';
import { Cost } from '../cost.ts';
import { memberOf } from '../input.ts';
import type { PersonGrant } from '../request/grant.ts';
import { Granted } from '../request/granted.ts';
import { ResetDevicesInput, ResetOathDevicesInput, ResetPushDevicesInput } from './change.input.ts';
import type { ResetInput } from './change.input.ts';
import { resetKind, untried } from './reset-kind.ts';
import type { KindResetFacts, ResetOptions } from './reset-kind.ts';
import {
  ResetDevicesPayload,
  ResetOathDevicesPayload,
  ResetPushDevicesPayload,
} from './reset.payload.ts';
import { ChangeNotDone, noSuchPerson, userError } from './change-error.type.ts';
import type { ChangeError } from './change-error.type.ts';

const maxExpected = 100;

/** The payload fields that are read from the person; the person is read again only where they are selected. */
interface PersonFields {
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
  @Access({ effect: 'reset', on: 'input', check: checkExpected })
  @Cost({ calls: 5 })
  @Mutation(() => ResetOathDevicesPayload, {
    nullable: true,
    description:
      'Removes every one-time password device of a person and sets their skip choice to NOT_SET, so that the next sign-in offers to register again.',
  })
  resetOathDevices(
    @Arg('input', () => ResetOathDevicesInput, { description: 'Whose devices, and how.' })
    input: ResetOathDevicesInput,
    @Granted() grant: PersonGrant,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(grant, input, 'OATH');
  }

  @Access({ effect: 'reset', on: 'input', check: checkExpected })
  @Cost({ calls: 5 })
  @Mutation(() => ResetPushDevicesPayload, {
    nullable: true,
    description:
      'Removes every push device of a person, so that the next sign-in offers to register again.',
  })
  resetPushDevices(
    @Arg('input', () => ResetPushDevicesInput, { description: 'Whose devices, and how.' })
    input: ResetPushDevicesInput,
    @Granted() grant: PersonGrant,
  ): Promise<KindResetFacts & PersonFields> {
    return resetOne(grant, input, 'PUSH');
  }

  @Access({ effect: 'reset', on: 'input', check: checkKinds })
  @Cost({ calls: 2, callsPerKind: 3 })
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
  ): Promise<SeveralResets> {
    const { person } = grant;
    const read = { changed: person, user: personReader(grant) };
    if (person === null) return { ...read, results: [], errors: [noSuchPerson()] };
    const results: SeveralResets['results'][number][] = [];
    for (const kind of deviceKinds.filter((one) => input.kinds.includes(one))) {
      const options = optionsFor(input, kind);
      const isFirst = results.length === 0;
      results.push({ kind, ...(await resetAmongSeveral(grant, person, { options, isFirst })) });
    }
    return { ...read, results, errors: [] };
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
  grant: PersonGrant,
  input: ResetOathDevicesInput | ResetPushDevicesInput,
  kind: DeviceKind,
): Promise<KindResetFacts & PersonFields> {
  const user = personReader(grant);
  const oathSkip = async (): Promise<OathSkip | null> => (await user())?.oathSkip ?? null;
  const facts =
    grant.person === null
      ? untried(noSuchPerson())
      : await resetKind(grant, grant.person, optionsFor(input, kind));
  return { ...facts, changed: grant.person, user, oathSkip };
}

function optionsFor(
  { dryRun, force, expectedDeviceIds: expected = null }: ResetInput,
  kind: DeviceKind,
): ResetOptions {
  return { kind, dryRun, force, expected };
}

/**
 * Reports a Failure of one kind in its own result, so that the results of the other kinds are kept. UNAUTHENTICATED
 * of the first kind is thrown: nothing has been tried yet, so no result is lost.
 */
async function resetAmongSeveral(
  grant: PersonGrant,
  person: Person,
  { options, isFirst }: { readonly options: ResetOptions; readonly isFirst: boolean },
): Promise<KindResetFacts> {
  try {
    return await resetKind(grant, person, options);
  } catch (error) {
    const isReported = error instanceof Failure && (error.code !== 'UNAUTHENTICATED' || !isFirst);
    if (isReported) return untried(userError(ChangeNotDone, error.message));
    throw error;
  }
}

function personReader({ person, loaders }: PersonGrant): () => Promise<Person | null> {
  return async () => (person === null ? null : loaders.person.load(person));
}
