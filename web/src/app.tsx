import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { config } from './config.ts';
import { SessionProvider, useSession } from './data/session.tsx';
import { MyDevices } from './my-devices/my-devices.tsx';
import { FailurePanel } from './parts/failure-panel.tsx';
import { Loading } from './parts/loading.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { Foot } from './shell/foot.tsx';
import { PageHead } from './shell/page-head.tsx';
import { SignInCard } from './shell/sign-in-card.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { Text, TextProvider } from './text/text.tsx';

const HelpDesk = lazy(async () => ({
  default: (await import('./help-desk/help-desk.tsx')).HelpDesk,
}));
const History = lazy(async () => ({ default: (await import('./history/history.tsx')).History }));

/** Everything between the top and the foot of the browser's window. */
export function App(): ReactNode {
  return (
    <SessionProvider>
      <TextProvider>
        <a className="skip-link" href="#main">
          <Text id="top.skip" />
        </a>
        <TopBar />
        <ErrorBoundary>
          <Suspense fallback={<main className="page" id="main" />}>
            <Switch>
              <Route path="/signed-out">
                <SignInCard reason="signedOut" />
              </Route>
              <Route path="/help-desk/*?">
                <ForSignedIn>
                  <HelpDesk />
                </ForSignedIn>
              </Route>
              <Route path="/history">
                <ForSignedIn>
                  <History />
                </ForSignedIn>
              </Route>
              <Route path="/">
                <ForSignedIn>
                  <MyDevices />
                </ForSignedIn>
              </Route>
              <Route>
                <main className="page" id="main">
                  <PageHead title="notFound.title" lead="notFound.lead" />
                </main>
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
        <Foot />
      </TextProvider>
    </SessionProvider>
  );
}

/** The page for somebody signed in; for everybody else the sign-in in its place. */
function ForSignedIn({ children }: { readonly children: ReactNode }): ReactNode {
  const { viewer, retry } = useSession();
  switch (viewer.status) {
    case 'signedIn':
      return children;
    case 'anonymous':
      return <SignInCard reason={viewer.ended ? 'ended' : 'start'} />;
    case 'loading':
      return (
        <NamelessPage>
          <Loading>
            <Text id="loading" />
          </Loading>
        </NamelessPage>
      );
    case 'failed':
      return (
        <NamelessPage>
          <FailurePanel
            title={<Text id="failure.pageTitle" />}
            failure={viewer.failure}
            onRetry={retry}
          />
        </NamelessPage>
      );
  }
}

/** A page of which nobody knows yet what it will be. */
function NamelessPage({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <main className="page" id="main">
      <h1 className="hidden-text">
        <bdi>{config.name}</bdi>
      </h1>
      {children}
    </main>
  );
}
