import { Field, ID, InputType } from 'type-graphql';
import type { ApprovableEffect } from '../../domain/policy/effects.ts';
import { ChangeInput } from '../change/change.input.ts';
import { DeviceKind } from '../enums/enums.ts';
import { NullableField } from '../fields/nullable-field.ts';
import { OneOfInput } from '../fields/input.ts';

@InputType({ description: 'The device to remove.' })
export class RequestedDeviceRemovalInput {
  @Field(() => ID, {
    description: "The global id of the device, or AM's own id together with `kind`.",
  })
  deviceId!: string;

  @NullableField(() => DeviceKind, "The kind of the device, if `deviceId` is AM's own id.")
  kind?: DeviceKind | null;
}

@OneOfInput('The change to request. Exactly one field must be given.')
export class RequestedDeviceChangeInput implements Record<ApprovableEffect, unknown> {
  @NullableField(() => [DeviceKind], 'The kinds to reset as a whole, at least one.')
  reset!: readonly DeviceKind[] | null;

  @NullableField(() => RequestedDeviceRemovalInput, 'The removal of one device.')
  remove!: RequestedDeviceRemovalInput | null;
}

@InputType({
  description:
    'The change to request, and why. The target must be another user. A proof is used up by the request.',
})
export class RequestDeviceChangeInput extends ChangeInput {
  @Field(() => RequestedDeviceChangeInput, { description: 'What to reset or remove.' })
  change!: RequestedDeviceChangeInput;

  @NullableField(
    () => Boolean,
    "Whether to end the user's sessions if a device is changed or may be. Absent or null: true.",
  )
  endSessions?: boolean | null;
}

@InputType({ description: 'The requested change to decide about.' })
export class PendingDeviceChangeInput {
  @Field(() => ID, { description: 'The id of the requested change.' })
  id!: string;

  @NullableField(() => String, 'A note about the decision, 1 to 500 characters. It is recorded.')
  note?: string | null;
}
