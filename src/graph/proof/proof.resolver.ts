import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { badInput } from '../../domain/failure.ts';
import { isOneTimeCode } from '../../domain/proof.ts';
import { Access, Granted, type GuardedCall } from '../access.ts';
import { Cost } from '../cost.ts';
import { memberOf, textOf } from '../input.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import {
  CheckPushProofInput,
  CheckSignedProofInput,
  ProveByCodeInput,
  StartPushProofInput,
} from './proof.input.ts';
import { IdentityProofPayload } from './proof.type.ts';
import { checkPush, checkSigned, proveByCode, startPush } from './run-proof.ts';

const payload = { nullable: true } as const;

/** Proofs of identity. Neither a code nor the number of a push is stored or logged. */
@Resolver()
export class ProofResolver {
  @Access({ effect: 'prove', permit: (call) => permitUser(call) })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 14 })
  @Mutation(() => IdentityProofPayload, {
    ...payload,
    description:
      'Sends a push to a user who calls. AM permits one push a minute and three in 15 minutes to each user, from all callers together.',
  })
  async startPushProof(
    @Arg('input', () => StartPushProofInput, { description: 'The user to send a push to.' })
    _input: StartPushProofInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<IdentityProofPayload> {
    const { person } = grant;
    return { proof: person === null ? null : await startPush(context, { ...grant, person }) };
  }

  @Access({ effect: 'prove', permit: (call) => permitUser(call) })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 8 })
  @Mutation(() => IdentityProofPayload, {
    ...payload,
    description: 'Checks whether a user has approved a push.',
  })
  async checkPushProof(
    @Arg('input', () => CheckPushProofInput, { description: 'The push to check, and its user.' })
    { proofId }: CheckPushProofInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<IdentityProofPayload> {
    const { person } = grant;
    const proof = person === null ? null : await checkPush(context, { ...grant, person }, proofId);
    return { proof };
  }

  @Access({ effect: 'prove', permit: permitCode })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 14 })
  @Mutation(() => IdentityProofPayload, {
    ...payload,
    description:
      'Lets AM check a one-time code that a user reads out. After five wrong codes for a user within 24 hours, from all callers together, codes are refused (`PROOFS_EXHAUSTED`).',
  })
  async proveByCode(
    @Arg('input', () => ProveByCodeInput, {
      description: 'The user, and the code that they read out.',
    })
    { code }: ProveByCodeInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<IdentityProofPayload> {
    const { person } = grant;
    const proof = person === null ? null : await proveByCode(context, { ...grant, person }, code);
    return { proof };
  }

  @Access({ effect: 'prove', permit: (call) => permitUser(call) })
  @Directive('@tag(name: "staff")')
  @Cost({ calls: 8 })
  @Mutation(() => IdentityProofPayload, {
    ...payload,
    description:
      'Finds the newest proof of a user that another product has signed for the caller, and that no change has used.',
  })
  async checkSignedProof(
    @Arg('input', () => CheckSignedProofInput, {
      description: 'The user whose signed proof to find.',
    })
    _input: CheckSignedProofInput,
    @Granted() grant: PersonGrant,
    @Ctx() context: RequestContext,
  ): Promise<IdentityProofPayload> {
    const { person } = grant;
    return { proof: person === null ? null : await checkSigned(context, { ...grant, person }) };
  }
}

/** Rejects other texts than codes before the caller is looked up, without quoting them. */
function permitCode(call: GuardedCall): Promise<PersonGrant> {
  const code = textOf(call.args['input'], 'code') ?? '';
  if (!isOneTimeCode(code.trim())) throw badInput('code', 'Give the 6 to 8 digits of the code.');
  return permitUser(call);
}

async function permitUser({ effect, args, context }: GuardedCall): Promise<PersonGrant> {
  const user = memberOf(args['input'], 'user');
  const named = { id: textOf(user, 'id') ?? '', realm: textOf(user, 'realm') };
  return context.permissions.forNamed(effect, named);
}
