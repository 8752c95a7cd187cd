import type { CampaignActor } from '../../domain/campaign/campaign.ts';
import { campaignSteps, type RecordedCampaignStep } from '../../domain/campaign/campaign-steps.ts';
import { AuthenticationMethod, roles } from '../../domain/people/caller.ts';
import {
  asFlag,
  asText,
  mapOf,
  objectOf,
  oneOf,
  optional,
  orNull,
} from '../../domain/values/json.ts';
import { recordKind } from './parts/kind.ts';
import { category, integrityOf, metadataOf } from './parts/ocsf-parts.ts';
import { fact } from './parts/record-parts.ts';

/** Reads who took a step. @throws UnreadableJson */
export const readCampaignActor = objectOf<CampaignActor>({
  name: asText,
  realm: orNull(asText),
  role: optional(oneOf(roles)),
  area: optional(asText),
  method: optional(oneOf(Object.values(AuthenticationMethod))),
  signedInAt: optional(orNull(asText)),
  entry: optional(asText),
  clientId: optional(orNull(asText)),
  isRoleOfCredential: optional(asFlag),
  via: oneOf(['command line', 'graphql', 'gateway']),
  account: orNull(asText),
});

/** A step of a campaign, which has its actor in the body only. */
export const campaign = recordKind(
  'campaign',
  {
    campaign: objectOf<RecordedCampaignStep>({
      id: asText,
      step: oneOf(campaignSteps),
      actor: readCampaignActor,
      facts: mapOf(fact),
    }),
  },
  {
    actor: () => null,
    target: () => null,
    columns: () => ({}),
    /** Steps of people that start or continue work; a step that stops work follows one of them. */
    limit: { by: 'actor', most: 20, withinSeconds: 3_600 },
    /**
     * OCSF has no class for campaigns, so this is an update of a managed entity. A name of the
     * command line is only stated, and the event says so.
     */
    event: ({ change, at, campaign: taken }, { position }) => {
      const { id, step, actor, facts } = taken;
      const isCreation = step === 'created';
      return {
        activity_id: isCreation ? 1 : 3,
        activity_name: isCreation ? 'Create' : 'Update',
        ...category,
        class_uid: 3004,
        class_name: 'Entity Management',
        type_uid: isCreation ? 300401 : 300403,
        // The start of a campaign is notable: it resets many people.
        severity_id: step === 'started' || step === 'failures retried' ? 3 : 1,
        time: Date.parse(at),
        status_id: 1,
        metadata: metadataOf(position, { uid: change, correlationId: id }),
        actor: {
          user: {
            uid: actor.name,
            name: actor.name,
            type_id: actor.via === 'gateway' ? 3 : 2,
            ...(actor.realm !== null && { domain: actor.realm }),
          },
        },
        entity: { uid: id, name: id, type: 'campaign' },
        unmapped: {
          effect: 'campaign',
          step,
          via: actor.via,
          account: actor.account,
          isConfirmed: actor.via !== 'command line',
          ...facts,
        },
        ...integrityOf(position),
      };
    },
  },
);
