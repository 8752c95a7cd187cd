import type { RealmGrant } from '../access/grant.ts';
import { recordedActor } from '../access/recorded-actor.ts';
import { limitReached } from '../domain/values/limit.ts';
import type { Acting, Asking } from './request/acting.ts';

/** A request that reads lists of people. */
export type Searching = Asking & Pick<Acting, 'changeLimits'>;

/**
 * Counts every search, of any page, and every list of people that AM sends, by AM's own name of the
 * caller (security F6).
 * @throws Failure RATE_LIMITED
 */
export async function countSearch(asking: Searching, grant: RealmGrant): Promise<void> {
  const { ledger, changeLimits, correlation } = asking;
  const actor = await recordedActor(asking, grant.standings[0], null);
  const search = { actor, realm: grant.realm.name, ...correlation };
  const counted = await ledger.search(search, changeLimits.searches);
  if (counted.kind === 'may be made') return;
  throw limitReached(
    'You have searched too often. Nothing was searched. Wait, then retry.',
    counted,
  );
}
