import { useSession } from './session.tsx';
import { threatOf } from './threat-rules.ts';
import type { Threat } from './threat-rules.ts';

/** Returns the level that restricts the reader; null if it is normal, or is not known. */
export function useThreat(): Threat | null {
  const { viewer } = useSession();
  return viewer.status === 'signedIn' ? threatOf(viewer) : null;
}

interface Permitted {
  readonly isAllowed: boolean;
}

/** What a page knows of the changes that the reader may make. */
interface Permissions {
  readonly reset: Permitted;
  readonly remove: Permitted;
  readonly rename: Permitted;
  readonly endSessions: Permitted;
}

/** Returns a person without any change to offer. */
export function withChangesBlocked<P extends Permissions>(person: P): P {
  const blocked = { isAllowed: false } as const;
  const { reset, remove, rename, endSessions } = person;
  return {
    ...person,
    reset: { ...reset, ...blocked },
    remove: { ...remove, ...blocked },
    rename: { ...rename, ...blocked },
    endSessions: { ...endSessions, ...blocked },
  };
}
