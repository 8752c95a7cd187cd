import type { ReactNode } from 'react';
import { Link, useLocation, useRoute } from 'wouter';
import { hasPermission, mayApprove, whyNoCampaigns } from '../data/roles.ts';
import { useReports } from '../data/reports.tsx';
import { useSession, useViewer } from '../data/session.tsx';
import { useWaiting } from '../data/waiting.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { BarMenu } from './bar-menu.tsx';

interface Page {
  readonly href: string;
  /** The addresses that belong to the page. */
  readonly pattern: string;
  readonly title: MessageKey;
}

const myDevices: Page = { href: '/', pattern: '/', title: 'devices.title' };
const helpDesk: Page = { href: '/help-desk', pattern: '/help-desk/*?', title: 'desk.title' };
const approvals: Page = {
  href: '/approvals',
  pattern: '/approvals/*?',
  title: 'approvals.title',
};
const history: Page = { href: '/history', pattern: '/history', title: 'history.title' };

const insights: Page = { href: '/insights', pattern: '/insights', title: 'insights.title' };

const campaigns: Page = {
  href: '/campaigns',
  pattern: '/campaigns/*?',
  title: 'campaigns.title',
};

const threatLevel: Page = {
  href: '/threat-level',
  pattern: '/threat-level',
  title: 'threat.panel',
};

/** Links to the pages that the viewer may open; nothing if there is only one. */
export function Navigation(): ReactNode {
  const { t } = useText();
  const { viewer } = useSession();
  if (viewer.status !== 'signedIn') return null;
  const { caller } = viewer;
  if (!hasPermission(caller, 'canViewHistory')) return null;
  const shown = [
    myDevices,
    ...(caller.canSearch ? [helpDesk] : []),
    ...(mayApprove(viewer) ? [approvals] : []),
    history,
  ];
  const oversight = [
    ...(caller.canViewInsights ? [insights] : []),
    ...(whyNoCampaigns(viewer) === null ? [campaigns] : []),
    ...(caller.canSetThreatLevel ? [threatLevel] : []),
  ];
  return (
    <nav className="pages" aria-label={t('top.pages')}>
      <PageLinks pages={shown} />
      {oversight.length < 2 ? <PageLinks pages={oversight} /> : <Oversight pages={oversight} />}
    </nav>
  );
}

/** The pages about many people are one group. It closes when the reader goes to another page. */
function Oversight({ pages }: { readonly pages: readonly Page[] }): ReactNode {
  const [path] = useLocation();
  const isHere = pages.some(({ href }) => path.startsWith(href));
  return (
    <BarMenu key={path} title={<Text id="top.oversight" />} isHere={isHere}>
      <PageLinks pages={pages} />
    </BarMenu>
  );
}

function PageLinks({ pages }: { readonly pages: readonly Page[] }): ReactNode {
  return pages.map((page) => <PageLink key={page.href} page={page} />);
}

function PageLink({ page }: { readonly page: Page }): ReactNode {
  const [isHere] = useRoute(page.pattern);
  return (
    <Link href={page.href} aria-current={isHere ? 'page' : undefined}>
      <Text id={page.title} />
      {page === approvals && <WaitingBadge />}
      {page === history && <ReportsBadge />}
    </Link>
  );
}

/** How many requests the reader can decide about. */
function WaitingBadge(): ReactNode {
  const { t } = useText();
  const { requests, ...read } = useWaiting();
  const count = requests.filter(({ canDecide }) => canDecide).length;
  return <Badge count={count} {...read} text={t('approvals.badge', { count })} />;
}

/** How many reports no one has taken, for callers who can take one. */
function ReportsBadge(): ReactNode {
  const { t } = useText();
  const { caller } = useViewer();
  const { open, ...read } = useReports();
  if (!hasPermission(caller, 'canTakeReports')) return null;
  const count = open.length;
  return <Badge count={count} {...read} text={t('reports.badge', { count })} />;
}

function Badge({
  count,
  hasMore,
  isUnread,
  text,
}: {
  readonly count: number;
  readonly hasMore: boolean;
  /** Whether the last read failed, so that the count is not known. */
  readonly isUnread: boolean;
  /** The count in words. */
  readonly text: string;
}): ReactNode {
  const { t, number } = useText();
  if (count === 0 && !isUnread) return null;
  return (
    <>
      {' '}
      <span className="badge" aria-hidden="true">
        {isUnread ? '?' : number(count)}
        {!isUnread && hasMore && '+'}
      </span>
      <span className="hidden-text">{isUnread ? t('queue.unread') : text}</span>
    </>
  );
}
