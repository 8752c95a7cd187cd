import { NotSent, type Journeys, type PushStep } from '../../am/index.ts';
import { Failure } from '../../domain/values/failure.ts';
import { proofDevices, pushWaitMs } from '../../domain/change/proof.ts';
import type { JourneyMethod, NewProof, Proofs, ProofState } from '../../domain/change/proof.ts';
import type { Proving } from '../request/acting.ts';
import type { PersonGrant, WithPerson } from '../../access/grant.ts';
import { newProof, requireStarted } from './new-proof.ts';
import {
  noDevice,
  shownProof,
  shownPush,
  unproven,
  waiting,
  type ShownProof,
} from './shown-proof.ts';

type Grant = WithPerson<PersonGrant>;

/** Sends a push, if the person has a phone for it and limits permit it. */
export async function startPush(proving: Proving, grant: Grant): Promise<ShownProof> {
  const { journeys, proofs } = requireProofs(proving, 'PUSH');
  if (!(await hasDevice(grant, 'PUSH'))) return noDevice('PUSH');
  const proof = await newProof(proving, grant, 'PUSH');
  const { id, startedAt } = await start(proofs, proof);
  try {
    const push = await journeys.startPush(grant.person, proving.scope);
    await proofs.wait(id, push.sealed);
    return waiting(id, push.challenge, startedAt);
  } catch (error) {
    if (isCertainlyNotSent(error)) await proofs.cancel(id);
    throw error;
  }
}

/** Looks whether a push was approved; null if the caller has no such proof of the person. */
export async function checkPush(
  proving: Proving,
  grant: Grant,
  id: string,
): Promise<ShownProof | null> {
  const { journeys, proofs } = requireProofs(proving, 'PUSH');
  const proof = await newProof(proving, grant, 'PUSH');
  const binding = { agent: proof.agent, person: proof.person };
  // AM answers each page of a journey once, so two checks at the same time would spoil it.
  const lock = await proving.tryLock(`proof ${id}`);
  try {
    const found = await proofs.find(id, binding);
    if (found === null || found.method !== 'PUSH') return null;
    const { state, sealed, startedAt } = found;
    if (state !== 'WAITING' || lock === null || sealed === null) return shownPush(found);
    if (proving.now() - startedAt > pushWaitMs)
      return await ended(proofs, { id, proof, state: 'EXPIRED', now: proving.now() });
    const step = await journeys.checkPush(grant.person, sealed, proving.scope);
    if (step.kind === 'waiting') {
      await proofs.wait(id, step.sealed);
      return waiting(id, step.challenge, startedAt);
    }
    return await ended(proofs, { id, proof, state: endOf[step.kind], now: proving.now() });
  } finally {
    lock?.release();
  }
}

/** Lets AM check a code, if the person has a device for it and limits permit it. */
export async function proveByCode(
  proving: Proving,
  grant: Grant,
  code: string,
): Promise<ShownProof> {
  const { journeys, proofs } = requireProofs(proving, 'CODE');
  if (!(await hasDevice(grant, 'CODE'))) return noDevice('CODE');
  const proof = await newProof(proving, grant, 'CODE');
  const { id } = await start(proofs, proof);
  let isAsked = false;
  try {
    const onAsked = (): void => void (isAsked = true);
    const about = { code: code.trim(), request: proving.scope, onAsked };
    const result = await journeys.checkCode(grant.person, about);
    const state = result === 'proven' ? 'PROVEN' : 'WRONG_CODE';
    return await ended(proofs, { id, proof, state, now: proving.now() });
  } catch (error) {
    // Once the code was sent, an attempt without an answer counts as a wrong code.
    if (!isAsked) await proofs.cancel(id);
    throw error;
  }
}

function requireProofs(
  { journeys, ledger: { proofs } }: Proving,
  method: JourneyMethod,
): { readonly journeys: Journeys; readonly proofs: Proofs } {
  if (journeys !== null && journeys.methods.includes(method)) return { journeys, proofs };
  throw new Failure(
    'NOT_SUPPORTED_UPSTREAM',
    'This gateway has no journey for this proof. Nothing was sent. Verify the person in another way.',
    { detail: 'proofJourneys does not name a journey for this method' },
  );
}

/** AM reports success for a person without a device, so the list decides first (contract U43). */
async function hasDevice({ am, person }: Grant, method: JourneyMethod): Promise<boolean> {
  const devices = await am.devices.list(person, proofDevices[method]);
  return devices.length > 0;
}

async function start(
  proofs: Proofs,
  proof: NewProof,
): Promise<{ readonly id: string; readonly startedAt: number }> {
  return requireStarted(await proofs.start(proof));
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
): Promise<ShownProof> {
  const isEnded = await proofs.end(id, { ...proof, state });
  if (!isEnded) throw new TypeError('a proof ends once, under its lock');
  const provenAt = state === 'PROVEN' ? now : null;
  const { method } = proof;
  return shownProof({ ...unproven, id, method, state, startedAt: now, provenAt });
}
