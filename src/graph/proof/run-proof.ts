import { NotSent, type Journeys, type PushStep } from '../../am/index.ts';
import { recordedNames } from '../../domain/change-record.ts';
import { Failure } from '../../domain/failure.ts';
import type { Person } from '../../domain/person.ts';
import { proofDevices, proofExpiry, provenByAm, pushWaitMs } from '../../domain/proof.ts';
import type {
  NewProof,
  Proof,
  ProofMethod,
  Proofs,
  ProofState,
  ShownProofMethod,
} from '../../domain/proof.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';
import { recordedActor } from '../request/recorded-actor.ts';
import type { IdentityProof } from './proof.type.ts';

type Grant = PersonGrant & { readonly person: Person };

/** How often a client should look after a push, in seconds. */
const checkAfterSeconds = 3;

/** Sends a push, if the person has a phone for it and limits permit it. */
export async function startPush(context: RequestContext, grant: Grant): Promise<IdentityProof> {
  const { journeys, proofs } = requireProofs(context, 'PUSH');
  if (!(await hasDevice(grant, 'PUSH'))) return noDevice('PUSH');
  const proof = await newProof(context, grant, 'PUSH');
  const { id, startedAt } = await start(proofs, proof);
  try {
    const push = await journeys.startPush(grant.person, context.scope);
    await proofs.wait(id, push.sealed);
    return waiting(id, push.challenge, startedAt);
  } catch (error) {
    if (isCertainlyNotSent(error)) await proofs.cancel(id);
    throw error;
  }
}

/** Looks whether a push was approved; null if the caller has no such proof of the person. */
export async function checkPush(
  context: RequestContext,
  grant: Grant,
  id: string,
): Promise<IdentityProof | null> {
  const { journeys, proofs } = requireProofs(context, 'PUSH');
  const proof = await newProof(context, grant, 'PUSH');
  const binding = { agent: proof.agent, person: proof.person };
  // AM answers each page of a journey once, so two checks at the same time would spoil it.
  const lock = await context.tryLock(`proof ${id}`);
  try {
    const found = await proofs.find(id, binding);
    if (found === null || found.method !== 'PUSH') return null;
    const { state, sealed, startedAt } = found;
    if (state !== 'WAITING' || lock === null || sealed === null) return shown(found);
    if (context.now() - startedAt > pushWaitMs)
      return await ended(proofs, { id, proof, state: 'EXPIRED', now: context.now() });
    const step = await journeys.checkPush(grant.person, sealed, context.scope);
    if (step.kind === 'waiting') {
      await proofs.wait(id, step.sealed);
      return waiting(id, step.challenge, startedAt);
    }
    return await ended(proofs, { id, proof, state: endOf[step.kind], now: context.now() });
  } finally {
    lock?.release();
  }
}

/** Lets AM check a code, if the person has a device for it and limits permit it. */
export async function proveByCode(
  context: RequestContext,
  grant: Grant,
  code: string,
): Promise<IdentityProof> {
  const { journeys, proofs } = requireProofs(context, 'CODE');
  if (!(await hasDevice(grant, 'CODE'))) return noDevice('CODE');
  const proof = await newProof(context, grant, 'CODE');
  const { id } = await start(proofs, proof);
  let isAsked = false;
  try {
    const onAsked = (): void => void (isAsked = true);
    const about = { code: code.trim(), request: context.scope, onAsked };
    const result = await journeys.checkCode(grant.person, about);
    const state = result === 'proven' ? 'PROVEN' : 'WRONG_CODE';
    return await ended(proofs, { id, proof, state, now: context.now() });
  } catch (error) {
    // Once the code was sent, an attempt without an answer counts as a wrong code.
    if (!isAsked) await proofs.cancel(id);
    throw error;
  }
}

/** Finds a proof that another product has signed; null without one. */
export async function checkSigned(
  context: RequestContext,
  { role, person }: Grant,
): Promise<IdentityProof | null> {
  const { proofs } = context.ledger;
  if (proofs === null) return null;
  const agent = await recordedActor(context, role, person);
  const found = await proofs.findSigned({ agent, person: recordedNames(person) });
  return found === null ? null : answerOf({ ...found, method: 'SIGNED' });
}

function requireProofs(
  { journeys, ledger: { proofs } }: RequestContext,
  method: ProofMethod,
): { readonly journeys: Journeys; readonly proofs: Proofs } {
  if (journeys !== null && proofs !== null && journeys.methods.includes(method))
    return { journeys, proofs };
  throw new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This gateway has no journey for this proof. Nothing was sent. Verify the person in another way.',
    { detail: 'PROOF_JOURNEYS does not name a journey for this method' },
  );
}

/** AM reports success for a person without a device, so the list decides first (contract U43). */
async function hasDevice({ am, person }: Grant, method: ProofMethod): Promise<boolean> {
  const devices = await am.devices.list(person, proofDevices[method]);
  return devices.length > 0;
}

async function newProof(
  context: RequestContext,
  { role, person }: Grant,
  method: ProofMethod,
): Promise<NewProof> {
  const agent = await recordedActor(context, role, person);
  const { correlationId } = context;
  return { method, agent, person: recordedNames(person), correlationId };
}

async function start(
  proofs: Proofs,
  proof: NewProof,
): Promise<{ readonly id: string; readonly startedAt: number }> {
  const started = await proofs.start(proof);
  if (started.kind === 'started') return started;
  const { limit, retryAfterSeconds, isExhausted } = started;
  const about = { facts: { limit, retryAfterSeconds } };
  if (isExhausted)
    throw new Failure(
      'PROOFS_EXHAUSTED',
      'Too many wrong codes were given for this person. No code was checked. Only a second person can help now.',
      about,
    );
  throw new Failure('RATE_LIMITED', 'That is too often. Nothing was sent.', about);
}

/** Whether certainly no push was sent: the journey does not exist, or AM was not reached. */
function isCertainlyNotSent(error: unknown): boolean {
  return error instanceof Failure && error.cause instanceof NotSent;
}

const endOf: Readonly<
  Record<Exclude<PushStep['kind'], 'waiting'>, Exclude<ProofState, 'WAITING'>>
> = { proven: 'PROVEN', 'not approved': 'NOT_APPROVED', expired: 'EXPIRED' };

/** Records the end of a proof. */
async function ended(
  proofs: Proofs,
  {
    id,
    proof,
    state,
    now,
  }: {
    readonly id: string;
    readonly proof: NewProof;
    readonly state: Exclude<ProofState, 'WAITING'>;
    readonly now: number;
  },
): Promise<IdentityProof> {
  const isEnded = await proofs.end(id, { ...proof, state });
  if (!isEnded) throw new TypeError('a proof ends once, under its lock');
  const provenAt = state === 'PROVEN' ? now : null;
  const { method } = proof;
  return answerOf({ ...unproven, id, method, state, startedAt: now, provenAt });
}

function shown(proof: Proof): IdentityProof {
  return answerOf({ ...proof, method: 'PUSH' });
}

function waiting(id: string, challenge: string | null, startedAt: number): IdentityProof {
  return answerOf({ ...unproven, id, method: 'PUSH', state: 'WAITING', startedAt }, challenge);
}

function noDevice(method: ProofMethod): IdentityProof {
  return answerOf({ ...unproven, id: null, method, state: 'NO_DEVICE', startedAt: 0 });
}

const unproven = { provenAt: null, endsAt: null, provenBy: provenByAm } as const;

/** A step of a proof; `id` is null if there is no proof. */
interface ProofStep extends Pick<
  Proof,
  'state' | 'startedAt' | 'provenAt' | 'endsAt' | 'provenBy'
> {
  readonly id: string | null;
  readonly method: ShownProofMethod;
}

function answerOf(
  { id: proofId, method, state, startedAt, provenAt, endsAt, provenBy }: ProofStep,
  challenge: string | null = null,
): IdentityProof {
  const isOpen = state === 'WAITING' || state === 'PROVEN';
  return {
    proofId,
    method,
    state,
    provenBy: state === 'PROVEN' ? provenBy : null,
    challenge,
    expiresAt: isOpen ? new Date(proofExpiry({ startedAt, provenAt, endsAt })) : null,
    checkAfterSeconds: state === 'WAITING' ? checkAfterSeconds : null,
  };
}
