import { roleTraits } from '../../domain/people/caller.ts';
import type { Intent } from '../../domain/change/change-record.ts';
import { errorCodes } from '../../domain/values/failure.ts';
import { asText, listOf, oneOf, optional, orNull, type Reader } from '../../domain/values/json.ts';
import { ocsfEvent } from './change-event.ts';
import { recordKind, type Columns, type EventContext } from './parts/kind.ts';
import { readActor, readIntent, readOutcome } from './parts/record-parts.ts';

const ofIntent = {
  intent: readIntent,
  /** The hash of the client's key: the key itself may contain personal data. */
  keyHash: orNull(asText),
};

const texts: Reader<readonly string[]> = listOf(asText);

const ofPermitted = {
  ...ofIntent,
  /** The `UNKNOWN` change that this one repeats. */
  again: orNull(asText),
  overrode: texts,
};

const ofRefused = { ...ofIntent, code: oneOf(errorCodes) };

interface RecordedIntent {
  readonly intent: Intent;
  readonly keyHash: string | null;
}

function columnsOf({ intent, keyHash }: RecordedIntent): Partial<Columns> {
  const { actor, effect, kinds, dryRun, ticket } = intent;
  const own = roleTraits[actor.role].isSelf;
  return { effect, kinds, dryRun, ticket, keyHash, own, role: actor.role, client: actor.clientId };
}

const ofChange = {
  actor: ({ intent }: RecordedIntent) => intent.actor,
  target: ({ intent }: RecordedIntent) => intent.target,
  event: (_body: unknown, { change, position }: EventContext) => {
    const whole = change();
    return whole && ocsfEvent(whole, position);
  },
};

/** What AM receives a write for only after it is recorded. */
export const intent = recordKind('intent', ofPermitted, {
  ...ofChange,
  columns: (body) => ({
    ...columnsOf(body),
    counted: !body.intent.dryRun && body.again === null,
  }),
  limit: { by: 'options' },
});

export const refusal = recordKind('refusal', ofRefused, {
  ...ofChange,
  columns: (body) => ({ ...columnsOf(body), counted: false, result: body.code }),
  /** Recorded refusals; further ones are counted. */
  limit: { by: 'actor', most: 20, withinSeconds: 600 },
});

export const outcome = recordKind(
  'outcome',
  { outcome: readOutcome },
  {
    actor: () => null,
    target: () => null,
    columns: ({ outcome: { outcome: result, dryRun = false, changedKinds: kinds = null } }) => ({
      result,
      dryRun,
      kinds,
    }),
    limit: { by: 'record', of: 'intent' },
    event: ofChange.event,
  },
);

/** AM's lists have shown later that a change with an unclear outcome is done. */
export const settlement = recordKind(
  'settlement',
  {
    /** The outcome of the whole change, by the lists that were read now. */
    outcome: readOutcome,
    /** The caller who asked for the check. */
    actor: readActor,
    correlationId: asText,
    clientCorrelationId: optional(asText),
  },
  {
    actor: ({ actor }) => actor,
    target: () => null,
    columns: ({ outcome: { outcome: result } }) => ({ result }),
    limit: { by: 'record', of: 'outcome' },
    event: ofChange.event,
  },
);
