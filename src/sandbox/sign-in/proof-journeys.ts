import { headerOf, type Am, type Call } from '../am.ts';
import { deviceKinds } from '../devices/device-kinds.ts';
import { readDevices } from '../devices/device-store.ts';
import { isActive } from '../people/person.ts';
import type { SecondFactor } from '../session/second-factors.ts';
import type { KnownPerson, SignInState, StepOutcome } from './sign-ins.ts';

/** What a journey for proofs of identity asks for. */
export type ProofJourney = 'push' | 'code';

/** The journeys of every realm for proofs of identity (contract §18.4). */
export const proofJourneys: Readonly<Record<string, ProofJourney | undefined>> = {
  ProveByPush: 'push',
  ProveByCode: 'code',
};

/** The secret that their script compares with a header. */
export const sandboxProofSecret = 'sandbox-proof-secret-which-is-public';

/** Starts a journey. OpenAM's scripted module first shows a page without a question. */
export function beginProof(am: Am, call: Call, journey: ProofJourney): StepOutcome {
  return am.personality.isOpenSource
    ? { kind: 'ask', state: { step: 'identify' } }
    : identifyForProof(am, call, journey);
}

/**
 * Runs the journey's script: it requires the secret, then trusts the name in a header. A user
 * without a device is not asked for anything (contract U43).
 */
export function identifyForProof(am: Am, call: Call, journey: ProofJourney): StepOutcome {
  const isGuarded = am.settings.proofJourneys === 'GUARDED';
  if (isGuarded && headerOf(call, 'x-proof-secret') !== sandboxProofSecret) return refused;
  const id = decodeURIComponent(headerOf(call, 'x-proof-user') ?? '');
  const person = am.directory.find(call.realm, id);
  if (person === undefined)
    return am.personality.isOpenSource
      ? { kind: 'refused', message: 'Authentication Error!!', status: 500 }
      : refused;
  const who = { person, typed: id };
  if (readDevices(person, deviceKinds[journey === 'push' ? 'push' : 'oath']).length === 0)
    return finishProof(who, []);
  if (journey === 'code') return ask({ step: 'code', who, attempt: 1 });
  const push = am.pushes.send(person, { hasNumbers: !am.personality.isOpenSource });
  return ask({ step: 'push', who, push: push.id, challenge: push.challenge });
}

/** Looks whether the push was answered; AM shows the waiting page until then. */
export function pollPush(am: Am, state: Extract<SignInState, { step: 'push' }>): StepOutcome {
  switch (am.pushes.stateOf(state.push)) {
    case 'waiting':
      return ask(state);
    case 'approved':
      return finishProof(state.who, ['push']);
    case 'declined':
    case 'expired':
      return refused;
  }
}

const refused = { kind: 'refused', message: 'Login failure' } as const;

function finishProof(who: KnownPerson, factors: readonly SecondFactor[]): StepOutcome {
  return isActive(who.person) ? { kind: 'done', who, factors } : refused;
}

function ask(state: SignInState): StepOutcome {
  return { kind: 'ask', state };
}
