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
import { resetKind, untried } from './reset-kind.ts';
import type { KindResetFacts, ResetWish } from './reset-kind.ts';
import {
  ResetDevicesPayload,
  ResetOathDevicesPayload,
  ResetPushDevicesPayload,
} from './reset.payload.ts';
import { ChangeNotDone, noSuchPerson, userError } from './user-error.type.ts';
import type { UserError } from './user-error.type.ts';

/** The person of a payload, read again only where a field of theirs is selected. */
interface PersonFields {
  readonly user: () => Promise<Person | null>;
  readonly oathSkip: () => Promise<OathSkip | null>;
}

interface SeveralAnswer {
  readonly user: () => Promise<Person | null>;
  readonly results: readonly (KindResetFacts & { readonly kind: DeviceKind })[];
  readonly errors: readonly UserError[];
}

/** The mutations that remove every device of a kind. */
@Resolver()
export class ResetResolver {
  @Access({ effect: 'reset', on: 'input' })
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

  @Access({ effect: 'reset', on: 'input' })
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
  ): Promise<SeveralAnswer> {
    const { person } = grant;
    if (person === null) return { user: async () => null, results: [], errors: [noSuchPerson()] };
    const results: SeveralAnswer['results'][number][] = [];
    for (const kind of deviceKinds.filter((one) => input.kinds.includes(one))) {
      const wish = wishOf(input, kind);
      const isFirst = results.length === 0;
      results.push({ kind, ...(await resetAmongSeveral(grant, person, { wish, isFirst })) });
    }
    return { user: personReader(grant), results, errors: [] };
  }
}

function checkKinds(input: unknown): void {
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
      : await resetKind(grant, grant.person, wishOf(input, kind));
  return { ...facts, user, oathSkip };
}

function wishOf(
  { dryRun, force }: Pick<ResetWish, 'dryRun' | 'force'>,
  kind: DeviceKind,
): ResetWish {
  return { kind, dryRun, force };
}

/**
 * A breakage of one kind does not take the results of the others with it. A session that has ended before
 * anything was tried does: there is nothing to lose then.
 */
async function resetAmongSeveral(
  grant: PersonGrant,
  person: Person,
  { wish, isFirst }: { readonly wish: ResetWish; readonly isFirst: boolean },
): Promise<KindResetFacts> {
  try {
    return await resetKind(grant, person, wish);
  } catch (error) {
    const isLost = error instanceof Failure && (error.code !== 'UNAUTHENTICATED' || !isFirst);
    if (isLost) return untried(userError(ChangeNotDone, error.message));
    throw error;
  }
}

function personReader({ person, loaders }: PersonGrant): () => Promise<Person | null> {
  return async () => (person === null ? null : loaders.person.load(person));
}
