import type { JsonObject } from '../../../store/records/canonical-json.ts';
import type { RecordBody } from '../../../store/records/record.ts';
import { category, integrityOf, metadataOf, type ChainPosition } from './ocsf-parts.ts';

/**
 * Returns the OCSF event of a step of a campaign. OCSF has no class for campaigns, so this is an
 * update of a managed entity. A name of the command line is only stated, and the event says so.
 */
export function ocsfCampaignEvent(
  { change, at, campaign }: Extract<RecordBody, { readonly kind: 'campaign' }>,
  position: ChainPosition,
): JsonObject {
  const { id, step, actor, facts } = campaign;
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
}
