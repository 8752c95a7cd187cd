import DataLoader from 'dataloader';
import { Ctx, Directive, Resolver, Root } from 'type-graphql';
import { codeState, holdState, type Hold } from '../../domain/enrolment/hold.ts';
import { Cost } from '../fields/cost.ts';
import { NullableFieldResolver } from '../fields/nullable-field.ts';
import type { RequestContext } from '../request/context.ts';
import { DeviceChange } from './types/change-record.type.ts';
import { DeviceEnrolment } from './types/enrolment.type.ts';

/** The holds of all changes of an answer are read together. */
const loaders = new WeakMap<RequestContext, DataLoader<string, Hold | null>>();

@Resolver(() => DeviceChange)
export class EnrolmentResolver {
  @Directive('@tag(name: "detail")')
  @Cost({ items: 'counted above' })
  @NullableFieldResolver(
    () => DeviceEnrolment,
    'Whether the next device of the user needs the setup code of this change. Null if the change made none necessary.',
  )
  async enrolment(
    @Root() { reference }: DeviceChange,
    @Ctx() context: RequestContext,
  ): Promise<DeviceEnrolment | null> {
    const hold = await loaderOf(context).load(reference);
    if (hold === null) return null;
    const now = context.ledger.now();
    const state = holdState(hold, now);
    return {
      state,
      until: new Date(hold.until),
      isCodeUsable: state === 'OPEN' && codeState(hold, now) === 'works',
      usedAt: dateOf(hold.allowedAt),
      endedAt: dateOf(hold.endedAt),
      deviceName: hold.device?.name ?? null,
    };
  }
}

function loaderOf(context: RequestContext): DataLoader<string, Hold | null> {
  const known = loaders.get(context);
  if (known !== undefined) return known;
  const loader = new DataLoader<string, Hold | null>(async (ids) => {
    const found = await context.ledger.holds.ofChanges(ids);
    return ids.map((id) => found.get(id) ?? null);
  });
  loaders.set(context, loader);
  return loader;
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
