/** The steps of campaigns that only the API takes. */
import {
  CheckCampaignDocument,
  ResumeCampaignDocument,
  RetryFailedOfCampaignDocument,
  StartCampaignDocument,
} from '../../../packages/client/operations.ts';
import { read, codesOf } from '../../support/gateway.ts';
import { listAt, textAt } from '../../support/json.ts';
import type { SessionHeader } from '../../support/peer.ts';

/** The start of a mutation's name. */
export type ApiStep = 'check' | 'start' | 'resume' | 'retryFailedOf';

/** The documents of the client's package, which a gateway with trusted documents only runs, too. */
const documents = {
  check: CheckCampaignDocument,
  start: StartCampaignDocument,
  resume: ResumeCampaignDocument,
  retryFailedOf: RetryFailedOfCampaignDocument,
} as const;

/** Takes a step at a gateway, and returns its errors: codes, and types of a payload's errors. */
export async function takeStep(
  origin: string,
  as: SessionHeader,
  { step, id }: { readonly step: ApiStep; readonly id: string },
): Promise<readonly string[]> {
  const query = documents[step].__meta__.text;
  const answer = await read(
    await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as },
      body: JSON.stringify({ query, variables: { input: { id } } }),
    }),
  );
  if (answer.errors.length > 0) return codesOf(answer);
  const errors = listAt(answer.data, `${step}ResetCampaign`, 'errors');
  return errors.map((error) => textAt(error, '__typename'));
}

/** Takes a step that must be possible. @throws Error */
export async function mustTake(...given: Parameters<typeof takeStep>): Promise<void> {
  const errors = await takeStep(...given);
  if (errors.length > 0) throw new Error(errors.join());
}
