import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { ViewerDocument } from '@identity-gateway/client';
import type { ViewerQuery } from '@identity-gateway/client';
import { gateway } from './client.ts';
import { failureOf } from './failure.ts';
import type { Failure } from './failure.ts';

/** Who looks at the page. */
export type Viewer =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure }
  /** Nobody; `ended` where somebody was signed in a moment ago. */
  | { readonly status: 'anonymous'; readonly ended: boolean }
  | {
      readonly status: 'signedIn';
      readonly caller: ViewerQuery['caller'];
      readonly capabilities: ViewerQuery['capabilities'];
      /** Their own person; null for a super user who is in no served realm. */
      readonly me: ViewerQuery['me'];
    };

/** The session of the page. */
export interface Session {
  readonly viewer: Viewer;
  /** The gateway has said that the session is over: the sign-in is shown in place of the page. */
  ended(): void;
  /** Asks again who is signed in. */
  retry(): void;
}

const SessionContext = createContext<Session | null>(null);

/** The session of the page. */
export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('There is no SessionProvider above.');
  return session;
}

/** Who is signed in; only for what is shown to somebody signed in. */
export function useViewer(): Extract<Viewer, { readonly status: 'signedIn' }> {
  const { viewer } = useSession();
  if (viewer.status !== 'signedIn') throw new Error('Nobody is signed in.');
  return viewer;
}

/** Asked as soon as the script runs, before anything is drawn. */
const first = askViewer();

/** Tells everything below who is signed in. */
export function SessionProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [viewer, setViewer] = useState<Viewer>({ status: 'loading' });
  useEffect(() => {
    void first.then(setViewer);
  }, []);
  const { ended, retry } = useMemo(
    () => ({
      ended: () => setViewer({ status: 'anonymous', ended: true }),
      retry: () => {
        setViewer({ status: 'loading' });
        void askViewer().then(setViewer);
      },
    }),
    [],
  );
  const session = useMemo(() => ({ viewer, ended, retry }), [viewer, ended, retry]);
  return <SessionContext value={session}>{children}</SessionContext>;
}

async function askViewer(): Promise<Viewer> {
  try {
    const { data, errors } = await gateway.request(ViewerDocument);
    if (data === null) {
      const failure = failureOf(errors[0]);
      if (failure.code === 'UNAUTHENTICATED') return { status: 'anonymous', ended: false };
      return { status: 'failed', failure };
    }
    if (data.caller.roles.length === 0) return { status: 'anonymous', ended: false };
    return { status: 'signedIn', ...data };
  } catch (error: unknown) {
    return { status: 'failed', failure: failureOf(error) };
  }
}
