import type { RecordedChange } from '../../domain/change-record.ts';
import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';

/** The permission to see a recorded change, and the change; null where there is none. */
export interface ChangeGrant extends PersonGrant {
  readonly change: RecordedChange | null;
}

/**
 * Returns the permission to see a recorded change: that of seeing the history of the person whom it is about. For a
 * reference number that there is not, the caller's own.
 */
export async function permitChangeRecord(
  { ledger, permissions }: RequestContext,
  id = '',
): Promise<ChangeGrant> {
  const change = await ledger.findChange(id);
  const target = change?.intent.target;
  const named = target === undefined ? {} : { id: target.id, realm: target.realm };
  return { ...(await permissions.forNamed('viewHistory', named)), change };
}
