import type { RequestedChange } from '../../domain/change/approval.ts';
import { campaignSteps, type RecordedCampaignStep } from '../../domain/campaign/campaign-steps.ts';
import { AuthenticationMethod, roles } from '../../domain/people/caller.ts';
import type { RecordedNames, Registration } from '../../domain/change/change-record.ts';
import { errorCodes } from '../../domain/values/failure.ts';
import type { RecordedSearch } from '../../domain/ledger-ports/ledger.ts';
import { ProofState, type ProofAgent, type RecordedProof } from '../../domain/change/proof.ts';
import { threatLevels } from '../../domain/threat/threat-level.ts';
import {
  asCount,
  asFields,
  asFlag,
  asInstant,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  optional,
  orNull,
  parsed,
  asText,
  UnreadableJson,
  type Reader,
} from '../../domain/values/json.ts';
import { fact, readActor, readDevice, readIntent, readOutcome } from './record-parts.ts';
import { readCampaignActor } from './campaign-actor.ts';
import type { Content, RecordBody, RecordedThreat, RecordPosition } from './record.ts';
import type { RecordKind, RecordRow } from '../tables/tables.ts';

/** Reads the body of a row by allow-list. @throws UnreadableJson */
export function bodyOf({ body }: Pick<RecordRow, 'body'>): RecordBody {
  const item = asFields(parsed(body));
  const kind = asText(item['kind']);
  if (!isKind(kind)) throw new UnreadableJson('another kind of record');
  return { ...contents[kind](item), ...position(item) };
}

function isKind(kind: string): kind is RecordKind {
  return Object.hasOwn(contents, kind);
}

const position = objectOf<RecordPosition>({
  realm: asText,
  number: asCount,
  change: asText,
  at: asInstant,
  previous: asText,
});

const ofReport = { actor: readActor, correlationId: asText, clientCorrelationId: optional(asText) };

const ofIntent = { intent: readIntent, keyHash: orNull(asText) };

type ContentOf<K extends RecordKind> = Extract<Content, { readonly kind: K }>;

const contents: { readonly [K in RecordKind]: Reader<ContentOf<K>> } = {
  intent: objectOf<ContentOf<'intent'>>({
    ...ofIntent,
    kind: oneOf(['intent']),
    again: orNull(asText),
    overrode: listOf(asText),
  }),
  refusal: objectOf<ContentOf<'refusal'>>({
    ...ofIntent,
    kind: oneOf(['refusal']),
    code: oneOf(errorCodes),
  }),
  search: objectOf<ContentOf<'search'>>({
    kind: oneOf(['search']),
    search: objectOf<RecordedSearch>({
      actor: readActor,
      realm: asText,
      correlationId: asText,
      clientCorrelationId: optional(asText),
    }),
    code: orNull(oneOf(errorCodes)),
  }),
  proof: objectOf<ContentOf<'proof'>>({
    kind: oneOf(['proof']),
    proof: objectOf<RecordedProof>({
      id: asText,
      agent: objectOf<ProofAgent>({
        id: asText,
        realm: orNull(asText),
        entry: optional(asText),
        role: optional(oneOf(roles)),
        area: optional(asText),
        method: optional(oneOf(Object.values(AuthenticationMethod))),
        signedInAt: optional(orNull(asInstant)),
        clientId: optional(orNull(asText)),
      }),
      provenBy: optional(asText),
      person: objectOf<RecordedNames>({ id: asText, realm: asText, entry: optional(asText) }),
      method: asText,
      state: oneOf(Object.values(ProofState)),
      correlationId: asText,
    }),
  }),
  threat: objectOf<ContentOf<'threat'>>({
    kind: oneOf(['threat']),
    threat: objectOf<RecordedThreat>({
      level: oneOf(threatLevels),
      until: orNull(asInstant),
      reason: asText,
      actor: orNull(readActor),
      correlationId: orNull(asText),
    }),
  }),
  request: objectOf<ContentOf<'request'>>({
    kind: oneOf(['request']),
    request: objectOf<RequestedChange>({
      id: asText,
      intent: readIntent,
      devices: listOf(readDevice),
      overrideLimit: asFlag,
      isRoleOfCredential: asFlag,
      expiresAt: asInstant,
    }),
    keyHash: orNull(asText),
  }),
  decision: objectOf<ContentOf<'decision'>>({
    kind: oneOf(['decision']),
    state: oneOf(['APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'REFUSED']),
    actor: orNull(readActor),
    note: orNull(asText),
    code: orNull(oneOf(errorCodes)),
    correlationId: orNull(asText),
  }),
  outcome: objectOf<ContentOf<'outcome'>>({ kind: oneOf(['outcome']), outcome: readOutcome }),
  report: objectOf<ContentOf<'report'>>({ ...ofReport, kind: oneOf(['report']) }),
  taking: objectOf<ContentOf<'taking'>>({ ...ofReport, kind: oneOf(['taking']) }),
  registration: objectOf<ContentOf<'registration'>>({
    kind: oneOf(['registration']),
    registration: objectOf<Registration>({
      devices: listOf(readDevice),
      at: asInstant,
      secondsAfter: asCount,
    }),
  }),
  campaign: objectOf<ContentOf<'campaign'>>({
    kind: oneOf(['campaign']),
    campaign: objectOf<RecordedCampaignStep>({
      id: asText,
      step: oneOf(campaignSteps),
      actor: readCampaignActor,
      facts: mapOf(fact),
    }),
  }),
  checkpoint: objectOf<ContentOf<'checkpoint'>>({
    kind: oneOf(['checkpoint']),
    through: asCount,
    throughHash: asText,
    before: asInstant,
  }),
};
