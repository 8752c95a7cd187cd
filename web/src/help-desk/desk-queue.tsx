import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { RequestLink } from '../approvals/request-list.tsx';
import { useReports } from '../data/reports.tsx';
import type { ReportedChange } from '../data/reports.tsx';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { useWaiting } from '../data/waiting.tsx';
import { ForwardIcon, Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { ReportText } from '../parts/report-text.tsx';
import { Text } from '../text/text.tsx';
import '../../styles/approvals.css';

/** How many of each are listed here; the pages of requests and reports have all. */
const most = 5;

/** What waits for the agent: requests that they can decide, and open reports. */
export function DeskQueue(): ReactNode {
  const { caller } = useViewer();
  const waiting = useWaiting();
  const reports = useReports();
  const requests = waiting.requests.filter(({ canDecide }) => canDecide);
  const open = hasPermission(caller, 'canTakeReports') ? reports.open : [];
  const isUnread = waiting.isUnread || reports.isUnread;
  if (requests.length + open.length === 0) return isUnread && <Unread />;
  const hasMore =
    waiting.hasMore || reports.hasMore || Math.max(requests.length, open.length) > most;
  const linkTo = (href: string) => (chunks: ReactNode[]) => <Link href={href}>{chunks}</Link>;
  return (
    <div className="kinds">
      {isUnread && <Unread />}
      <section className="kind" aria-labelledby="queue">
        <div className="find-head">
          <h2 id="queue">
            <Text id="queue.title" />
          </h2>
          <p className="small">
            <Text id="queue.about" />
          </p>
          {hasMore && (
            <p className="small">
              <Text
                id="queue.more"
                values={{ approvals: linkTo('/approvals'), history: linkTo('/history') }}
              />
            </p>
          )}
        </div>
        <ul className="card people" role="list">
          {open.slice(0, most).map((change) => (
            <li key={change.id}>
              <ReportLink change={change} />
            </li>
          ))}
          {requests.slice(0, most).map((request) => (
            <li key={request.id}>
              <RequestLink request={request} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Unread(): ReactNode {
  return (
    <Note icon="warn" isCaution>
      <p role="status">
        <Text id="queue.unread" />
      </p>
    </Note>
  );
}

function ReportLink({ change }: { readonly change: ReportedChange }): ReactNode {
  return (
    <Link href="/history">
      <span className="person-title">
        <strong>
          <Name>{change.personAmId}</Name>
        </strong>
        <span className="mark mark-caution">
          <Icon name="warn" />
          <Text id="person.reported" values={{ count: 1 }} />
        </span>
      </span>
      <ForwardIcon />
      <span className="quiet small">
        {change.report !== null && <ReportText report={change.report} />}
      </span>
    </Link>
  );
}
