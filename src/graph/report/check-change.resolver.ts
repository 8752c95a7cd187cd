import { Ctx, Resolver } from 'type-graphql';
import { recordedActor } from '../../access/recorded-actor.ts';
import { permitCheck, type CheckGrant } from '../../changes/records/act-on-record.ts';
import { checkChange } from '../../changes/records/check-change.ts';
import { deviceKinds } from '../../domain/devices/device.ts';
import { Access, Granted } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { shownTo } from '../history/shown-change.ts';
import type { RequestContext } from '../request/context.ts';
import { byReference, RecordedDeviceChangeInput } from './report.input.ts';
import { noSuchChange, RecordedDeviceChangePayload, type RecordPayload } from './report.payload.ts';

@Resolver()
export class CheckChangeResolver {
  @Access({ effect: 'check', permit: byReference(permitCheck) })
  @Cost({ calls: 3 + deviceKinds.length })
  @NullableMutation(
    () => RecordedDeviceChangePayload,
    "Looks what became of a change whose outcome is unknown. The gateway reads AM's device lists and sends AM no write. If they show that the change is done, the record says so, in `outcome` and `settledAt`, and mail reports it. A device that is still listed proves nothing, and the record stays as it is.",
  )
  async checkDeviceChange(
    @Input(() => RecordedDeviceChangeInput, 'The change whose outcome is unknown.')
    _input: RecordedDeviceChangeInput,
    @Granted() grant: CheckGrant | null,
    @Ctx() context: RequestContext,
  ): Promise<RecordPayload> {
    if (grant === null) return noSuchChange;
    const actor = await recordedActor(context, grant, grant.person);
    const change = await checkChange(context, grant, { actor, ...context.correlation });
    return { change: shownTo(context, change, grant.role), errors: [] };
  }
}
