import type { RealmGrant } from '../../access/grant.ts';
import { policyRefusal, unlessRefused } from '../../access/refusal.ts';
import type { HistoryQuery } from '../../domain/ledger-ports/ledger-history.ts';
import { dependsOnPrivilege, reachesEveryone } from '../../domain/policy/policy.ts';
import { hasOwnName } from '../../domain/policy/reached.ts';
import { unlessFailed } from '../../domain/values/failure.ts';
import type { Asking } from '../request/acting.ts';
import { requireCaller } from './see-record.ts';
import { visiblePage, type SeenPage } from './visible-page.ts';

/**
 * Reads a page of the changes of a realm, as far as the caller may see them.
 * @throws Failure the refusal
 */
export async function realmHistory(
  asking: Asking,
  { realm, standings }: RealmGrant,
  query: HistoryQuery,
): Promise<SeenPage> {
  const { ledger, permissions } = asking;
  const caller = await requireCaller(asking);
  const refusals = permissions.inRealm('viewRefusals', realm.name);
  const ofRefusals = await (query.refused === true ? refusals : unlessRefused(() => refusals));
  const ofAll = ofRefusals?.standings.find((one) => reachesEveryone('viewRefusals', one));
  const id = query.target?.id;
  const named = { id, realm: realm.name, idArgument: 'person' };
  if (ofAll !== undefined) {
    // In any spelling, as for other roles; a person that AM no longer has is found as typed.
    const known =
      id === undefined
        ? null
        : await unlessFailed(() => unlessRefused(() => permissions.forNamed('viewHistory', named)));
    const spelled = known?.person ? { target: { id: known.person.id } } : {};
    return {
      page: await ledger.history({ ...query, ...spelled }),
      // As in `me.history`: they see their own changes as the user of the devices.
      roleFor: ({ intent }) => (hasOwnName(caller, intent.target) ? 'SELF' : ofAll.role),
    };
  }
  // Otherwise an empty page would look like a realm in which nothing was changed.
  const needsPrivilege = standings.every(({ role }) => dependsOnPrivilege('viewHistory', role));
  if (needsPrivilege && !(await asking.caller.privileges.canTell(realm)))
    throw policyRefusal('PRIVILEGE_UNKNOWN', caller);
  // A person who is named is decided about as in `User.history`.
  const found = id === undefined ? null : (await permissions.forNamed('viewHistory', named)).person;
  const target = id === undefined ? {} : { target: { id: found?.id ?? id } };
  const wanted = { ...query, ...(ofRefusals === null && { refused: false }), ...target };
  return visiblePage(asking, wanted, (next) => ledger.history({ ...wanted, ...next }));
}
