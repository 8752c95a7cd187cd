import { Failure } from '../../domain/failure.ts';
import type { Realms } from '../../domain/realm.ts';
import type { CookieName } from './cookie-name.ts';

/**
 * `REALM_UNAVAILABLE` for readiness, where AM does not serve a realm beside the default one; the log names it.
 * @throws Failure where AM does not serve the default realm, under whose path every session is checked
 */
export async function realmsProblem(
  cookieName: CookieName,
  realms: Realms,
  warn: (message: string) => void,
): Promise<'REALM_UNAVAILABLE' | null> {
  const others = realms.all.filter((realm) => realm !== realms.default);
  const [main, ...rest] = await Promise.allSettled([
    cookieName.ask(),
    ...others.map((realm) => cookieName.ask(realm)),
  ]);
  if (main.status === 'rejected') throw main.reason;
  const missing = others.filter((_realm, index) => {
    const answer = rest[index];
    if (answer?.status !== 'rejected') return false;
    if (answer.reason instanceof Failure) return true;
    throw answer.reason;
  });
  if (missing.length === 0) return null;
  warn(`AM does not serve ${missing.map(({ name }) => `realm ${name}`).join(', ')} now.`);
  return 'REALM_UNAVAILABLE';
}
