import { Field, ID, InputType } from 'type-graphql';
import { DeviceOwnerInput } from '../change/change.input.ts';

@InputType()
export abstract class ProofInput {
  @Field(() => DeviceOwnerInput, { description: 'The user who proves their identity.' })
  user!: DeviceOwnerInput;
}

@InputType({ description: 'The user to send a push to.' })
export class StartDeviceOwnerPushProofInput extends ProofInput {}

@InputType({ description: 'The push to check, and its user.' })
export class CheckDeviceOwnerPushProofInput extends ProofInput {
  @Field(() => ID, { description: 'The id of the proof.' })
  proofId!: string;
}

@InputType({ description: 'The user, and the code that they read out.' })
export class ProveDeviceOwnerByCodeInput extends ProofInput {
  @Field(() => String, {
    description:
      'The one-time code, 6 to 8 digits. AM checks it; the gateway neither stores nor logs it. Send it as a variable.',
  })
  code!: string;
}

@InputType({ description: 'The user whose signed proof to find.' })
export class CheckSignedDeviceOwnerProofInput extends ProofInput {}
