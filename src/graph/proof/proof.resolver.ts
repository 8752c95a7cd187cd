import { Ctx, Directive, Resolver } from 'type-graphql';
import { badInput } from '../../domain/values/failure.ts';
import { isOneTimeCode } from '../../domain/change/proof.ts';
import { Access, Granted, type GuardedCall } from '../fields/access.ts';
import { Cost } from '../fields/cost.ts';
import { namedBy } from '../fields/permits.ts';
import { Input } from '../fields/input.ts';
import { NullableMutation } from '../fields/nullable-field.ts';
import { memberOf, textOf } from '../../domain/values/member.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../../access/grant.ts';
import {
  CheckDeviceOwnerPushProofInput,
  DeviceOwnerProofInput,
  ProveDeviceOwnerByCodeInput,
  ReadDeviceOwnerIdentityCheckInput,
} from './proof.input.ts';
import { DeviceOwnerProofPayload, noSuchProof, proofPayload } from './proof.payload.ts';
import { lookAtIdentityCheck, startIdentityCheck } from '../../changes/proofs/identity-check.ts';
import { checkPush, proveByCode, startPush } from '../../changes/proofs/run-proof.ts';

/** Proofs of identity. Neither a code nor the number of a push is stored or logged. */
@Resolver()
export class ProofResolver {
  @Access({ effect: 'prove', permit: permitUser })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 14 })
  @NullableMutation(
    () => DeviceOwnerProofPayload,
    'Sends a push to a user who calls. AM permits one push a minute and three in 15 minutes to each user, from all callers together.',
  )
  startDeviceOwnerPushProof(
    @Input(() => DeviceOwnerProofInput) _input: DeviceOwnerProofInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwnerProofPayload> {
    return proofPayload(grant, (granted) => startPush(context, granted));
  }

  @Access({ effect: 'prove', permit: permitUser })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 8 })
  @NullableMutation(() => DeviceOwnerProofPayload, 'Checks whether a user has approved a push.')
  checkDeviceOwnerPushProof(
    @Input(() => CheckDeviceOwnerPushProofInput) { proofId }: CheckDeviceOwnerPushProofInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwnerProofPayload> {
    return proofPayload(
      grant,
      async (granted) => (await checkPush(context, granted, proofId)) ?? noSuchProof(),
    );
  }

  @Access({ effect: 'prove', permit: permitCode })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 14 })
  @NullableMutation(
    () => DeviceOwnerProofPayload,
    'Lets AM check a one-time code that a user reads out. After five wrong codes for a user within 24 hours, from all callers together, codes are refused (`PROOFS_EXHAUSTED`).',
  )
  proveDeviceOwnerByCode(
    @Input(() => ProveDeviceOwnerByCodeInput) { code }: ProveDeviceOwnerByCodeInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwnerProofPayload> {
    return proofPayload(grant, (granted) => proveByCode(context, granted, code));
  }

  @Access({ effect: 'prove', permit: permitUser })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 9 })
  @NullableMutation(
    () => DeviceOwnerProofPayload,
    'Starts a check by a vendor that verifies who a user is. Returns the address and the code to read out; nothing is sent to the user. The user has 30 minutes.',
  )
  startDeviceOwnerIdentityCheck(
    @Input(() => DeviceOwnerProofInput) _input: DeviceOwnerProofInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwnerProofPayload> {
    return proofPayload(grant, (granted) => startIdentityCheck(context, granted));
  }

  @Access({ effect: 'prove', permit: permitUser })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 8 })
  @NullableMutation(
    () => DeviceOwnerProofPayload,
    'Reads how far a check by a vendor is, and ends it if its time is over.',
  )
  readDeviceOwnerIdentityCheck(
    @Input(() => ReadDeviceOwnerIdentityCheckInput)
    { proofId }: ReadDeviceOwnerIdentityCheckInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<DeviceOwnerProofPayload> {
    return proofPayload(
      grant,
      async (granted) => (await lookAtIdentityCheck(context, granted, proofId)) ?? noSuchProof(),
    );
  }
}

/** Rejects other texts than codes before the caller is looked up, without quoting them. */
function permitCode(call: GuardedCall): Promise<PersonGrant> {
  const code = textOf(call.args['input'], 'code') ?? '';
  if (!isOneTimeCode(code.trim())) throw badInput('code', 'Give the 6 to 8 digits of the code.');
  return permitUser(call);
}

async function permitUser({ effect, args, context }: GuardedCall): Promise<PersonGrant> {
  return context.permissions.forNamed(effect, namedBy(memberOf(args['input'], 'user')));
}
