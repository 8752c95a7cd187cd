import { AuthenticationMethod, roles } from '../../../domain/people/caller.ts';
import { proofs, RecordedOutcome, type Intent } from '../../../domain/change/change-record.ts';
import type {
  CampaignOfChange,
  RecordedActor,
  RecordedApproval,
  RecordedDevice,
  RecordedPerson,
  RecordedVerification,
} from '../../../domain/change/change-record.ts';
import { deviceKinds } from '../../../domain/devices/device.ts';
import { errorCodes } from '../../../domain/values/failure.ts';
import { changeEffects } from '../../../domain/policy/effects.ts';
import { SessionsEnding } from '../../../domain/change/sessions-ended.ts';
import {
  asCount,
  asFlag,
  asInstant,
  asNumber,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  optional,
  orNull,
  asText,
} from '../../../domain/values/json.ts';
import type { StoredDevice, StoredOutcome, StoredResult } from './stored-outcome.ts';

export const readActor = objectOf<RecordedActor>({
  id: asText,
  realm: orNull(asText),
  role: oneOf(roles),
  area: optional(asText),
  method: oneOf(Object.values(AuthenticationMethod)),
  signedInAt: orNull(asText),
  secondFactor: optional(asFlag),
  entry: optional(asText),
  clientId: orNull(asText),
});

export const readDevice = objectOf<RecordedDevice>({
  id: orNull(asText),
  name: orNull(asText),
  kind: oneOf(deviceKinds),
  registeredAt: orNull(asText),
  lastUsedAt: orNull(asText),
});

export const readIntent = objectOf<Intent>({
  actor: readActor,
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
  before: orNull(listOf(readDevice)),
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
    objectOf<RecordedApproval>({ requestedAt: asInstant, by: readActor, note: orNull(asText) }),
  ),
});

export function fact(value: unknown): string | number | boolean | null {
  return typeof value === 'number' ? asNumber(value) : option(value);
}

function option(value: unknown): string | boolean | null {
  return typeof value === 'boolean' ? value : orNull(asText)(value);
}

const storedDevices = orNull(
  listOf((value): StoredDevice => (typeof value === 'string' ? value : readDevice(value))),
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
