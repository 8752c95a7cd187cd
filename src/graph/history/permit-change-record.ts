import type { RecordedChange } from '../../domain/change-record.ts';
import type { Realm } from '../../domain/realm.ts';
import { seesAllHistory } from '../../domain/policy.ts';
import type { RequestContext } from '../request/context.ts';

/** A recorded change that the caller may see, and the realm of the person whom it is about. */
export interface ChangeGrant {
  readonly change: RecordedChange;
  readonly realm: Realm;
}

/**
 * Returns a recorded change to those who may see the history of the person whom it is about, and one that was refused to
 * those who may see everybody's; null where there is none, which is also told of a realm that is served no more.
 * @throws Failure the refusal
 */
export async function permitChangeRecord(
  { ledger, permissions, settings }: RequestContext,
  id = '',
): Promise<ChangeGrant | null> {
  const change = await ledger.findChange(id);
  const realm = change === null ? undefined : settings.realms.byName(change.intent.target.realm);
  if (change === null || realm === undefined) {
    await permissions.forNamed('viewHistory', {});
    return null;
  }
  const role = await permissions.onRecorded(change.intent.target);
  return change.refusal === null || seesAllHistory(role) ? { change, realm } : null;
}
