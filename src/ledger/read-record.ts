import type { RequestedChange } from '../domain/approval.ts';
import { campaignSteps, type RecordedCampaignStep } from '../domain/campaign.ts';
import { AuthenticationMethod, roles } from '../domain/caller.ts';
import { proofs, RecordedOutcome, type Intent } from '../domain/change-record.ts';
import type {
  CampaignOfChange,
  RecordedActor,
  RecordedApproval,
  RecordedDevice,
  RecordedNames,
  RecordedPerson,
  RecordedVerification,
  Registration,
} from '../domain/change-record.ts';
import { deviceKinds } from '../domain/device.ts';
import { errorCodes } from '../domain/failure.ts';
import type { RecordedSearch } from '../domain/ledger.ts';
import { changeEffects } from '../domain/policy.ts';
import { ProofState, type ProofAgent, type RecordedProof } from '../domain/proof.ts';
import { SessionsEnding } from '../domain/sessions-ended.ts';
import { threatLevels } from '../domain/threat-level.ts';
import {
  asCount,
  asFields,
  asFlag,
  asInstant,
  asNumber,
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
} from '../domain/json.ts';
import { readCampaignActor } from './campaign-rows.ts';
import type { Content, RecordBody, RecordedThreat, RecordPosition } from './record.ts';
import type { StoredDevice, StoredOutcome, StoredResult } from './stored-outcome.ts';
import type { RecordKind, RecordRow } from './tables.ts';

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

const actor = objectOf<RecordedActor>({
  id: asText,
  realm: orNull(asText),
  role: oneOf(roles),
  method: oneOf(Object.values(AuthenticationMethod)),
  signedInAt: orNull(asText),
  entry: optional(asText),
  clientId: orNull(asText),
});

const device = objectOf<RecordedDevice>({
  id: orNull(asText),
  name: orNull(asText),
  kind: oneOf(deviceKinds),
  registeredAt: orNull(asText),
  lastUsedAt: orNull(asText),
});

const intent = objectOf<Intent>({
  actor,
  target: objectOf<RecordedPerson>({
    id: asText,
    realm: asText,
    entry: optional(asText),
    privileged: orNull(asFlag),
  }),
  effect: oneOf(changeEffects),
  kinds: listOf(oneOf(deviceKinds)),
  options: mapOf(option),
  dryRun: asFlag,
  before: orNull(listOf(device)),
  reason: orNull(asText),
  ticket: orNull(asText),
  verification: orNull(
    objectOf<RecordedVerification>({
      method: asText,
      at: asInstant,
      reference: orNull(asText),
      provenBy: optional(asText),
    }),
  ),
  correlationId: asText,
  clientCorrelationId: optional(asText),
  campaign: optional(
    objectOf<CampaignOfChange>({ id: asText, createdBy: asText, startedBy: asText }),
  ),
  approval: optional(
    objectOf<RecordedApproval>({ requestedAt: asInstant, by: actor, note: orNull(asText) }),
  ),
});

function fact(value: unknown): string | number | boolean | null {
  return typeof value === 'number' ? asNumber(value) : option(value);
}

function option(value: unknown): string | boolean | null {
  return typeof value === 'boolean' ? value : orNull(asText)(value);
}

const storedDevices = orNull(
  listOf((value): StoredDevice => (typeof value === 'string' ? value : device(value))),
);

/** Reads an outcome, as records and the spool have it. @throws UnreadableJson */
export const readOutcome = objectOf<StoredOutcome>({
  outcome: oneOf(Object.values(RecordedOutcome)),
  results: listOf(
    objectOf<StoredResult>({
      kind: oneOf(deviceKinds),
      outcome: oneOf(Object.values(RecordedOutcome)),
      proof: oneOf(proofs),
      problem: orNull(oneOf(errorCodes)),
      before: optional(storedDevices),
      after: storedDevices,
    }),
  ),
  sessionsEnded: orNull(asCount),
  sessionsEnding: optional(oneOf(Object.values(SessionsEnding))),
  dryRun: optional(asFlag),
  changedKinds: optional(listOf(oneOf(deviceKinds))),
});

const ofReport = { actor, correlationId: asText, clientCorrelationId: optional(asText) };

const ofIntent = { intent, keyHash: orNull(asText) };

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
      actor,
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
      actor: orNull(actor),
      correlationId: orNull(asText),
    }),
  }),
  request: objectOf<ContentOf<'request'>>({
    kind: oneOf(['request']),
    request: objectOf<RequestedChange>({
      id: asText,
      intent,
      devices: listOf(device),
      overrideLimit: asFlag,
      isRoleOfCredential: asFlag,
      expiresAt: asInstant,
    }),
    keyHash: orNull(asText),
  }),
  decision: objectOf<ContentOf<'decision'>>({
    kind: oneOf(['decision']),
    state: oneOf(['APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED', 'REFUSED']),
    actor: orNull(actor),
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
      devices: listOf(device),
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
