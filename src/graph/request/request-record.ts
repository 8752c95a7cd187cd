import type { GraphQLError } from 'graphql';
import { acrValuesIn } from '../../domain/people/assurance.ts';
import type { AccessSettings } from '../../domain/rules/access.ts';
import { wantedSignIn, type WantedSignIn } from '../../domain/rules/step-up.ts';
import type { Failure } from '../../domain/values/failure.ts';

/** What became known of a request while it ran, for its response and the log. */
export class RequestRecord {
  /** The maximum cost; null if it was not computed. */
  points: number | null = null;
  /** The errors before masking. */
  readonly raised: GraphQLError[] = [];
  /** The sign-in that a refused change needs; null if no refusal was about it. */
  wantedSignIn: WantedSignIn | null = null;

  /** Notes a refusal because of the sign-in. A level asks for a second factor of any kind. */
  noteStepUp(refusal: Failure, { secondFactor }: AccessSettings): void {
    if (refusal.code !== 'STEP_UP_REQUIRED') return;
    const acrValues = acrValuesIn(secondFactor.claims);
    const anyFactor = { acceptedKinds: [], acrValues, maxAgeSeconds: null };
    this.wantedSignIn ??= wantedSignIn(refusal) ?? anyFactor;
  }
}
