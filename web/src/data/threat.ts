import { useSession } from './session.tsx';
import { threatOf } from './threat-rules.ts';
import type { Threat } from './threat-rules.ts';

/** Returns the level that restricts the reader; null if it is normal, or is not known. */
export function useThreat(): Threat | null {
  const { viewer } = useSession();
  return viewer.status === 'signedIn' ? threatOf(viewer) : null;
}
