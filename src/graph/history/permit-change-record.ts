import type { RecordedChange } from '../../domain/change-record.ts';
import { badInput } from '../../domain/failure.ts';
import type { Realm } from '../../domain/realm.ts';
import { seesAllHistory } from '../../domain/policy.ts';
import type { GuardedCall } from '../access.ts';
import { textOf } from '../input.ts';
import { actorOfOwnChanges } from '../request/recorded-actor.ts';
import { policyRefusal } from '../request/refusal.ts';

/** A recorded change that the caller may see, and the realm of its person. */
export interface ChangeGrant {
  readonly change: RecordedChange;
  readonly realm: Realm;
}

/**
 * Returns a recorded change if the caller may see the person's history; a refused change only if
 * they may see all history. Null if no change has this id, or if its realm is no longer served.
 * @throws Failure the refusal
 */
export async function permitChangeRecord({
  effect,
  args,
  context,
}: GuardedCall): Promise<ChangeGrant | null> {
  const { caller: whoCalls, ledger, permissions, settings } = context;
  // Callers who are not signed in never reach the ledger.
  const caller = await whoCalls.caller();
  if (caller.kind === 'anonymous') throw policyRefusal('UNAUTHENTICATED', caller);
  const id = textOf(args, 'id') ?? null;
  const idempotencyKey = textOf(args, 'idempotencyKey') ?? null;
  if ((id === null) === (idempotencyKey === null))
    throw badInput('id', 'Give either the reference number or the idempotency key.');
  const reference =
    idempotencyKey === null
      ? (id ?? '')
      : { actor: await actorOfOwnChanges(context, caller), idempotencyKey };
  const change = await ledger.findChange(reference);
  const realm = change === null ? undefined : settings.realms.byName(change.intent.target.realm);
  if (change === null || realm === undefined) {
    await permissions.forNamed(effect, {});
    return null;
  }
  const role = await permissions.onRecorded(change.intent.target);
  return change.refusal === null || seesAllHistory(role) ? { change, realm } : null;
}
