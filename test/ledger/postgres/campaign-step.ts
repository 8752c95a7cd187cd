/** The steps of campaigns that only the API takes. */
import { read, codesOf } from '../../support/gateway.ts';
import { listAt, textAt } from '../../support/json.ts';
import type { SessionHeader } from '../../support/peer.ts';

/** The start of a mutation's name. */
export type ApiStep = 'check' | 'start' | 'resume' | 'retryFailedOf';

/** Takes a step at a gateway, and returns its errors: codes, and types of a payload's errors. */
export async function takeStep(
  origin: string,
  as: SessionHeader,
  { step, id }: { readonly step: ApiStep; readonly id: string },
): Promise<readonly string[]> {
  const query = `mutation { step: ${step}ResetCampaign(input: { id: "${id}" }) { errors { __typename } } }`;
  const answer = await read(
    await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as },
      body: JSON.stringify({ query }),
    }),
  );
  if (answer.errors.length > 0) return codesOf(answer);
  return listAt(answer.data, 'step', 'errors').map((error) => textAt(error, '__typename'));
}

/** Takes a step that must be possible. @throws Error */
export async function mustTake(...given: Parameters<typeof takeStep>): Promise<void> {
  const errors = await takeStep(...given);
  if (errors.length > 0) throw new Error(errors.join());
}
