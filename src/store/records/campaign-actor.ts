import type { CampaignActor } from '../../domain/campaign/campaign.ts';
import { AuthenticationMethod, roles } from '../../domain/people/caller.ts';
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
  role: optional(oneOf(roles)),
  area: optional(asText),
  method: optional(oneOf(Object.values(AuthenticationMethod))),
  signedInAt: optional(orNull(asText)),
  entry: optional(asText),
  clientId: optional(orNull(asText)),
  via: oneOf(['command line', 'graphql', 'gateway']),
  account: orNull(asText),
});
