/** The steps of campaigns that only the API takes. */
import {
  TakeCampaignStepDocument,
  type ResetCampaignStep,
} from '../../../packages/client/operations.ts';
import { read, codesOf } from '../../support/gateway.ts';
import { listAt, textAt } from '../../support/json.ts';
import type { SessionHeader } from '../../support/peer.ts';

/** Takes a step at a gateway, and returns its errors: those of the whole, or of the payload. */
export async function takeStep(
  origin: string,
  as: SessionHeader,
  { step, id }: { readonly step: ResetCampaignStep; readonly id: string },
): Promise<readonly string[]> {
  const query = TakeCampaignStepDocument.__meta__.text;
  const answer = await read(
    await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as },
      body: JSON.stringify({ query, variables: { input: { id, step } } }),
    }),
  );
  if (answer.errors.length > 0) return codesOf(answer);
  const errors = listAt(answer.data, 'takeResetCampaignStep', 'errors');
  return errors.map((error) => textAt(error, 'code'));
}

/** Takes a step that must be possible. @throws Error */
export async function mustTake(...given: Parameters<typeof takeStep>): Promise<void> {
  const errors = await takeStep(...given);
  if (errors.length > 0) throw new Error(errors.join());
}
