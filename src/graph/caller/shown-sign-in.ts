import { needsSecondFactor } from '../../changes/request/level-soon.ts';
import type { SignedInCaller } from '../../domain/people/caller.ts';
import type { RequestContext } from '../request/context.ts';

/** How a caller signed in. AM is asked only for what is selected and its session does not show. */
export function shownSignIn(context: RequestContext, caller: SignedInCaller) {
  const { assurance, realm, signedInAt } = caller;
  return {
    hasSecondFactor: async () =>
      assurance.hasSecondFactor ||
      (realm !== null &&
        (await needsSecondFactor(context, { realm, entry: null })) &&
        (await context.caller.signIn.read()).hasSecondFactor),
    canShowSecondFactor: () => context.caller.signIn.canShowSecondFactor(),
    signedInAt: async () =>
      signedInAt ??
      (context.product.reportsSignIn ? (await context.caller.signIn.read()).signedInAt : null),
  };
}
