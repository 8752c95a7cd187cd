import { groupsIn, privilegedGroupsIn } from '../../domain/access.ts';
import type { AccessSettings } from '../../domain/access.ts';
import type { Am } from '../am.ts';
import type { GroupDirectory, Recency } from './groups.ts';

/** What is asked, and of which groups. */
export interface PrivilegeQuestion {
  readonly groups: GroupDirectory;
  readonly settings: AccessSettings;
  readonly recency: Recency;
}

/** `PRIVILEGE_UNKNOWN` for readiness, where in some served realm nobody can tell who is privileged; otherwise null. */
async function privilegeProblem(
  am: Am,
  { groups, settings, recency }: PrivilegeQuestion,
): Promise<'PRIVILEGE_UNKNOWN' | null> {
  try {
    const answers = settings.realms.all.map((realm) =>
      groups.canTell(am, { realm, groups: privilegedGroupsIn(realm, settings) }, recency),
    );
    return (await Promise.all(answers)).every(Boolean) ? null : 'PRIVILEGE_UNKNOWN';
  } catch {
    // Whether it cannot be read, or cannot be read now, is in the log of the call.
    return 'PRIVILEGE_UNKNOWN';
  }
}

/** `GROUP_NOT_FOUND` for readiness, where a group of the help desk or of auditors exists in no realm, so that nobody is of it; otherwise null. */
async function staffGroupsProblem(
  am: Am,
  { groups, settings, recency }: PrivilegeQuestion,
): Promise<'GROUP_NOT_FOUND' | null> {
  for (const name of [...settings.helpDesk.groups, ...settings.auditors.groups]) {
    const places = settings.realms.all.flatMap((realm) => {
      const named = groupsIn(realm, [name]);
      return named.length === 0 ? [] : [groups.areThere(am, { realm, groups: named }, recency)];
    });
    if (!(await Promise.all(places)).some(Boolean)) return 'GROUP_NOT_FOUND';
  }
  return null;
}

/** What is wrong with the groups that the configuration names, in a word for readiness; null where nothing is. */
export async function groupsProblem(am: Am, question: PrivilegeQuestion): Promise<string | null> {
  return (await privilegeProblem(am, question)) ?? (await staffGroupsProblem(am, question));
}
