import type { RealmHistoryQuery } from '@identity-gateway/client';
import { csvText } from '../data/csv-text.ts';
import type { Cell } from '../data/csv-text.ts';

/** A change of the list. */
export type ListedChange = NonNullable<RealmHistoryQuery['realmHistory']>['edges'][number]['node'];

/** The columns, named as the API names them, so that the file has one form in every language. */
const columns: Readonly<Record<string, (change: ListedChange) => Cell>> = {
  reference: ({ reference }) => reference,
  at: ({ at }) => at,
  realm: ({ realm }) => realm,
  person: ({ personAmId }) => personAmId,
  actor: ({ actor }) => actor.amId,
  role: ({ actor }) => actor.role,
  effect: ({ effect }) => effect,
  kinds: ({ kinds }) => kinds.join(' '),
  dryRun: ({ isDryRun }) => isDryRun,
  outcome: ({ outcome }) => outcome,
  settledAt: ({ settledAt }) => settledAt,
  refusal: ({ refusal }) => refusal,
  removedDevices: ({ removedDevices }) => removedDevices.map(({ name }) => name ?? '').join('; '),
  previousName: ({ previousName }) => previousName,
  newName: ({ newName }) => newName,
  ticket: ({ ticket }) => ticket,
  reason: ({ reason }) => reason,
  verification: ({ verification }) => verification?.method,
  verifiedAt: ({ verification }) => verification?.at,
  approvedBy: ({ approval }) => approval?.approvedBy.amId,
  requestedAt: ({ approval }) => approval?.requestedAt,
  approvalNote: ({ approval }) => approval?.note,
  sessionsEnding: ({ sessionsEnding }) => sessionsEnding,
  correlationId: ({ correlationId }) => correlationId,
};

/** Returns the changes as CSV. */
export function csvOf(changes: readonly ListedChange[]): string {
  return csvText([
    Object.keys(columns),
    ...changes.map((change) => Object.values(columns).map((valueOf) => valueOf(change))),
  ]);
}
