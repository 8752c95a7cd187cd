import type { Am } from '../am.ts';
import { formatSeconds } from '../clock.ts';
import type { Session } from './sessions.ts';

/** Returns the session info of contract §6.2. In AIC `username` is the UUID. */
export function sessionInfo(am: Am, session: Session): Readonly<Record<string, unknown>> {
  const { isOpenSource } = am.personality;
  return {
    username: session.userId,
    universalId: session.universalId,
    realm: session.realm,
    ...(isOpenSource ? { sessionHandle: session.handle } : {}),
    latestAccessTime: formatSeconds(session.lastAccessAt),
    maxIdleExpirationTime: formatSeconds(am.sessions.idleExpiryOf(session)),
    maxSessionExpirationTime: formatSeconds(am.sessions.maxExpiryOf(session)),
    ...(isOpenSource ? {} : { properties: propertiesOf(am, session) }),
  };
}

/**
 * Returns the whitelisted properties. OpenAM has none by default (contract §6.2; seen on 16.0.5).
 */
export function propertiesOf(am: Am, session: Session): object {
  const person = am.directory.find(session.realm, session.personId);
  const own = am.sessionProperties.of(person);
  return am.personality.isOpenSource ? own : { AMCtxId: session.contextId, ...own };
}
