import { createContext, startTransition, use, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { onSessionOver } from './client.ts';
import { firstViewer } from './first-requests.ts';
import { useWhileUsed } from './use-while-used.ts';
import { fetchViewer, withLevelOf, withoutSession } from './viewer.ts';
import type { Viewer } from './viewer.ts';

/** The session of the page. */
export interface Session {
  readonly viewer: Viewer;
  /** Says on the sign-in, which has replaced the page, that a change was refused. */
  noteRefusedChange(): void;
  /** Loads the viewer again. */
  retry(): void;
  /** Looks for a new threat level behind the page. If that fails, the page keeps what it knows. */
  refresh(): void;
}

const SessionContext = createContext<Session | null>(null);

/** Returns the session of the page. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('There is no SessionProvider above.');
  return session;
}

/** Returns the signed-in user. For components that are shown only after the sign-in. */
export function useViewer(): Extract<Viewer, { readonly status: 'signedIn' }> {
  const { viewer } = useSession();
  if (viewer.status !== 'signedIn') throw new Error('No user is signed in.');
  return viewer;
}

/** Provides the session to its children. */
export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [viewer, setViewer] = useState<Viewer>({ status: 'loading' });
  useEffect(() => {
    // React delays what replaces a fallback; a transition shows the page as soon as it is loaded.
    void firstViewer.then((first) => {
      startTransition(() => setViewer(first));
      onSessionOver(() => setViewer(withoutSession));
    });
  }, []);
  const actions = useMemo<Omit<Session, 'viewer'>>(
    () => ({
      noteRefusedChange: () => setViewer({ status: 'anonymous', reason: 'changeRefused' }),
      retry: () => {
        setViewer({ status: 'loading' });
        void fetchViewer().then(setViewer);
      },
      refresh: () => {
        void fetchViewer().then((next) => setViewer((now) => withLevelOf(now, next)));
      },
    }),
    [],
  );
  useWhileUsed(actions.refresh, viewer.status === 'signedIn');
  const session = useMemo(() => ({ viewer, ...actions }), [viewer, actions]);
  return <SessionContext value={session}>{children}</SessionContext>;
}
