import type { CampaignActor } from '../../domain/campaign/campaign.ts';
import {
  asText,
  objectOf,
  oneOf,
  optional,
  orNull,
  type Reader,
} from '../../domain/values/json.ts';

/** Reads who took a step. @throws UnreadableJson */
export const readCampaignActor: Reader<CampaignActor> = objectOf<CampaignActor>({
  name: asText,
  realm: orNull(asText),
  entry: optional(asText),
  via: oneOf(['command line', 'graphql', 'gateway']),
  account: orNull(asText),
});
