import type { Am } from '../am.ts';
import { castOf } from '../people/demo-people.ts';
import type { SecondFactor } from './second-factors.ts';
import type { Session } from './sessions.ts';

/**
 * Starts a session of a user as if the sign-in had used the password and these second factors;
 * undefined if there is no such user.
 */
export function startSessionOf(
  am: Am,
  name: string,
  secondFactors: readonly SecondFactor[] = [],
): Session | undefined {
  const member = castOf({ isDemo: true }).find((one) => one.name === name);
  const person = member && am.directory.findByLogin(member.realm, member.name);
  if (member === undefined || person === undefined) return undefined;
  return am.sessions.start({
    person,
    typed: member.name,
    realm: member.realm,
    isSuperUser: am.directory.isSuperUser(person),
    secondFactors: new Set(secondFactors),
    service: secondFactors.length > 0 ? 'twofactor' : 'ldapService',
  });
}
