import type { RequestContext } from '../request/context.ts';
import type { PersonGrant } from '../request/grant.ts';

/**
 * Returns the permission to see a recorded change: that of seeing the history of the person whom it is about. For a
 * reference number that there is not, the caller's own.
 */
export async function permitChangeRecord(
  { ledger, permissions }: RequestContext,
  id = '',
): Promise<PersonGrant> {
  const change = await ledger.findChange(id);
  if (change === null) return permissions.forNamed('viewHistory', {});
  const { id: person, realm } = change.intent.target;
  return permissions.forNamed('viewHistory', { id: person, realm });
}
