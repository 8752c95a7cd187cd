import { privilegedGroupsIn } from '../../domain/access.ts';
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
export async function privilegeProblem(
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
