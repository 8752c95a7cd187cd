import { lazy, Suspense } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { config } from './config.ts';
import { ReportsProvider } from './data/reports.tsx';
import { SessionProvider, useSession } from './data/session.tsx';
import { WaitingProvider } from './data/waiting.tsx';
import { MyDevices } from './my-devices/my-devices.tsx';
import { AnnouncementRegion } from './parts/announcement.tsx';
import { FailurePanel } from './parts/failure-panel.tsx';
import { Loading } from './parts/loading.tsx';
import { ErrorBoundary } from './shell/error-boundary.tsx';
import { FailedPage } from './shell/failed-page.tsx';
import { Foot } from './shell/foot.tsx';
import { NotFound } from './shell/not-found.tsx';
import { PrintHead } from './shell/print-head.tsx';
import { SignInCard } from './shell/sign-in-card.tsx';
import { SignInEnd } from './shell/sign-in-end.tsx';
import { ThreatBanner } from './shell/threat-banner.tsx';
import { TopBar } from './shell/top-bar.tsx';
import { loadPart } from './text/catalogue.ts';
import type { CataloguePart } from './text/catalogue-part.ts';
import { Text, TextProvider } from './text/text.tsx';

/** Loads a page and the part of the texts that it uses. */
function page(part: CataloguePart, load: () => Promise<ComponentType>) {
  return async () => {
    const [Page] = await Promise.all([load(), loadPart(part)]);
    return { default: Page };
  };
}

const loadStaffPages = page(
  'desk',
  async () => (await import('./help-desk/staff-pages.tsx')).StaffPages,
);
const loadHistory = page('oversight', async () => (await import('./history/history.tsx')).History);
const loadThreatLevel = page(
  'oversight',
  async () => (await import('./threat-level/threat-level.tsx')).ThreatLevelPage,
);
const loadInsights = page(
  'oversight',
  async () => (await import('./insights/insights.tsx')).Insights,
);
const loadCampaigns = page(
  'oversight',
  async () => (await import('./campaigns/campaigns.tsx')).Campaigns,
);
const StaffPages = lazy(loadStaffPages);
const History = lazy(loadHistory);
const ThreatLevel = lazy(loadThreatLevel);
const Insights = lazy(loadInsights);
const Campaigns = lazy(loadCampaigns);

const otherPages = [
  ['/history', History],
  ['/insights', Insights],
  ['/campaigns/*?', Campaigns],
  ['/threat-level', ThreatLevel],
] as const;

/** Loads the page of an address beside the viewer. If this fails, opening the page reports it. */
export function loadPageEarly(path: string): void {
  const loads: Readonly<Record<string, () => Promise<unknown>>> = {
    '/help-desk': loadStaffPages,
    '/approvals': loadStaffPages,
    '/history': loadHistory,
    '/insights': loadInsights,
    '/campaigns': loadCampaigns,
    '/threat-level': loadThreatLevel,
  };
  const load = loads[/^\/[^/]*/.exec(path)?.[0] ?? ''];
  load?.().catch(() => undefined);
}

/** The whole application. */
export function App(): ReactNode {
  const [path] = useLocation();
  return (
    <DataProvider>
      <TextProvider>
        <a className="skip-link" href="#main">
          <Text id="top.skip" />
        </a>
        <TopBar />
        <PrintHead />
        <ThreatBanner />
        <ErrorBoundary key={path}>
          <Suspense fallback={<main className="page loading" id="main" />}>
            <Switch>
              <Route path="/signed-out">
                <SignInCard reason="signedOut" />
              </Route>
              {['/sign-in', '/signed-in'].map((address) => (
                <Route key={address} path={address}>
                  <SignInEnd />
                </Route>
              ))}
              {['/help-desk/*?', '/approvals/*?'].map((address) => (
                <Route key={address} path={address}>
                  <ForSignedIn>
                    <StaffPages />
                  </ForSignedIn>
                </Route>
              ))}
              {otherPages.map(([address, Page]) => (
                <Route key={address} path={address}>
                  <ForSignedIn>
                    <Page />
                  </ForSignedIn>
                </Route>
              ))}
              <Route path="/">
                <ForSignedIn>
                  <MyDevices />
                </ForSignedIn>
              </Route>
              <Route>
                <NotFound />
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
        <Foot />
        <AnnouncementRegion />
      </TextProvider>
    </DataProvider>
  );
}

/** What every page knows: the session, and the requests and reports that wait for the reader. */
function DataProvider({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <SessionProvider>
      <WaitingProvider>
        <ReportsProvider>{children}</ReportsProvider>
      </WaitingProvider>
    </SessionProvider>
  );
}

/** Shows a page to signed-in users, and the sign-in to others. */
function ForSignedIn({ children }: { readonly children: ReactNode }): ReactNode {
  const { viewer, retry } = useSession();
  switch (viewer.status) {
    case 'signedIn':
      return children;
    case 'anonymous':
      return <SignInCard reason={viewer.reason} />;
    case 'loading':
      return (
        <main className="page" id="main">
          <h1 className="hidden-text">
            <bdi>{config.name}</bdi>
          </h1>
          <Loading>
            <Text id="loading" />
          </Loading>
        </main>
      );
    case 'failed':
      return (
        <FailedPage title="failure.pageTitle">
          <FailurePanel
            title={<Text id="failure.pageTitle" />}
            failure={viewer.failure}
            onRetry={retry}
          />
        </FailedPage>
      );
    default:
      return viewer satisfies never;
  }
}
