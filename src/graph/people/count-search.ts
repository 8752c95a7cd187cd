import type { RealmGrant } from '../../access/grant.ts';
import { recordedActor } from '../../access/recorded-actor.ts';
import { limitReached } from '../../domain/values/limit.ts';
import type { RequestContext } from '../request/context.ts';

/**
 * Counts every search, of any page, and every list of people that AM sends, by AM's own name of the
 * caller (security F6).
 * @throws Failure RATE_LIMITED
 */
export async function countSearch(context: RequestContext, grant: RealmGrant): Promise<void> {
  const { ledger, changeLimits, correlation } = context;
  const actor = await recordedActor(context, grant, null);
  const search = { actor, realm: grant.realm.name, ...correlation };
  const counted = await ledger.search(search, changeLimits.searches);
  if (counted.kind === 'may be made') return;
  throw limitReached(
    'You have searched too often. Nothing was searched. Wait, then retry.',
    counted,
  );
}
