import { Field, ID, InputType } from 'type-graphql';
import { DeviceOwnerInput } from '../change/change.input.ts';

@InputType({ description: 'The user who proves their identity.' })
export class DeviceOwnerProofInput {
  @Field(() => DeviceOwnerInput, { description: 'The user who proves their identity.' })
  user!: DeviceOwnerInput;
}

@InputType({ description: 'The push to check, and its user.' })
export class CheckDeviceOwnerPushProofInput extends DeviceOwnerProofInput {
  @Field(() => ID, { description: 'The id of the proof.' })
  proofId!: string;
}

@InputType({ description: 'The check by a vendor, and its user.' })
export class ReadDeviceOwnerIdentityCheckInput extends DeviceOwnerProofInput {
  @Field(() => ID, { description: 'The id of the proof.' })
  proofId!: string;
}

@InputType({ description: 'The user, and the code that they read out.' })
export class ProveDeviceOwnerByCodeInput extends DeviceOwnerProofInput {
  @Field(() => String, {
    description:
      'The one-time code, 6 to 8 digits. AM checks it; the gateway neither stores nor logs it. Send it as a variable.',
  })
  code!: string;
}
