import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { resetDevices } from '../../am/reset-devices.ts';
import type { DeviceKind } from '../../domain/device.ts';
import { Failure } from '../../domain/failure.ts';
import type { OathSkip, Person } from '../../domain/person.ts';
import type { ResetReport } from '../../domain/reset.ts';
import { noteReset } from '../../loaders/create-loaders.ts';
import { Access } from '../access.ts';
import type { RequestContext } from '../context.ts';
import { errorOf, refusalOf } from './reset-errors.ts';
import { ResetOathDevicesInput, ResetPushDevicesInput } from './reset.input.ts';
import { ResetOathDevicesPayload, ResetPushDevicesPayload } from './reset.payload.ts';
import { userError, UserNotFound } from './user-error.type.ts';
import type { UserError } from './user-error.type.ts';

/** What a payload resolves from; the person is read again only where a field of theirs is selected. */
interface ResetAnswer extends Pick<ResetReport, 'verified'> {
  readonly user: () => Promise<Person | null>;
  readonly oathSkip: () => Promise<OathSkip | null>;
  readonly outcome: ResetReport['outcome'] | null;
  readonly removedDevices: ResetReport['removed'];
  readonly errors: readonly UserError[];
}

/** The mutations that remove every device of one kind. */
@Resolver()
export class ResetResolver {
  @Access({ effect: 'resetOath', on: 'input' })
  @Mutation(() => ResetOathDevicesPayload, {
    nullable: true,
    description:
      'Removes every one-time password device of a person and sets their skip choice to NOT_SET, so that the next sign-in offers to register again.',
  })
  resetOathDevices(
    @Arg('input', () => ResetOathDevicesInput, { description: 'Whose devices, and how.' })
    input: ResetOathDevicesInput,
    @Ctx() context: RequestContext,
  ): Promise<ResetAnswer> {
    return reset(context, input, 'OATH');
  }

  @Access({ effect: 'resetPush', on: 'input' })
  @Mutation(() => ResetPushDevicesPayload, {
    nullable: true,
    description:
      'Removes every push device of a person, so that the next sign-in offers to register again.',
  })
  resetPushDevices(
    @Arg('input', () => ResetPushDevicesInput, { description: 'Whose devices, and how.' })
    input: ResetPushDevicesInput,
    @Ctx() context: RequestContext,
  ): Promise<ResetAnswer> {
    return reset(context, input, 'PUSH');
  }
}

async function reset(
  context: RequestContext,
  input: ResetOathDevicesInput | ResetPushDevicesInput,
  kind: DeviceKind,
): Promise<ResetAnswer> {
  const { userId: id, realm, dryRun, force } = input;
  const who = await context.loaders.person.load(
    await context.target({ id, realm }, { fresh: true }),
  );
  if (who === null) {
    const error = userError(UserNotFound, 'There is no such person.', ['input', 'userId']);
    return untried(async () => null, error);
  }
  // Judged once more by the name that AM holds (U22); the guard knew only the one that was typed.
  await context.demand(kind === 'OATH' ? 'resetOath' : 'resetPush', who, { fresh: true });
  const person = (): Promise<Person | null> => context.loaders.person.load(who);
  try {
    const report = await resetDevices(context.am, { who, kind, dryRun, force });
    if (isChanged(report)) noteReset(context.loaders, who, { kind, remaining: report.remaining });
    return answerOf(report, person);
  } catch (error) {
    const expected = error instanceof Failure ? refusalOf(error) : null;
    if (expected === null) throw error;
    return untried(person, expected);
  }
}

function isChanged({ outcome }: ResetReport): boolean {
  return outcome !== 'NOTHING_TO_RESET' && outcome !== 'WOULD_RESET';
}

type PersonReader = () => Promise<Person | null>;

function answerOf(report: ResetReport, user: PersonReader): ResetAnswer {
  const { outcome, removed, verified } = report;
  const error = errorOf(report);
  return {
    ...personFields(user),
    outcome,
    removedDevices: removed,
    verified,
    errors: error === null ? [] : [error],
  };
}

/** The answer where no write was sent at all. */
function untried(user: PersonReader, error: UserError): ResetAnswer {
  return {
    ...personFields(user),
    outcome: null,
    removedDevices: [],
    verified: false,
    errors: [error],
  };
}

function personFields(user: PersonReader): Pick<ResetAnswer, 'user' | 'oathSkip'> {
  return { user, oathSkip: async () => (await user())?.oathSkip ?? null };
}
