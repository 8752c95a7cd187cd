import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useReportOf } from '../data/reports.tsx';
import { EmptyLine } from '../parts/empty-line.tsx';
import { EnrolmentText } from '../parts/enrolment-text.tsx';
import { Icon } from '../parts/icon.tsx';
import { Known } from '../parts/known.tsx';
import { ReportText } from '../parts/report-text.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import { ChangeSource } from '../parts/change-source.tsx';
import { ChangeText } from '../parts/change-text.tsx';
import type { Person } from './person.ts';

type Change = NonNullable<Person['history']>['edges'][number]['node'];

/** The recorded changes of a user's devices. */
export function EarlierChanges({ history, reset }: Pick<Person, 'history' | 'reset'>): ReactNode {
  const whyUnread = reset.reason === 'TARGET_PRIVILEGED' ? 'earlier.privileged' : 'earlier.failed';
  return (
    <section className="record" aria-labelledby="earlier">
      <div className="record-head">
        <h2 id="earlier">
          <Text id="earlier.title" />
        </h2>
        <span className="mark mark-plain">
          <Icon name="record" />
          <Text id="earlier.source" />
        </span>
      </div>
      <div className="card">
        <Known
          part={history?.edges.map(({ node }) => node).filter(({ isDryRun }) => !isDryRun)}
          isNothing={({ length }) => length === 0}
          nothing={<EmptyLine id="earlier.none" />}
          unknown={<EmptyLine id={whyUnread} />}
        >
          {(changes) => (
            <ol className="events events-pair" role="list">
              {changes.map((change) => (
                <li key={change.id}>
                  <Time at={change.at} />
                  <span>
                    <ChangeText change={change} />
                    <br />
                    <span className="quiet small">
                      <ChangeSource change={change} />
                      <EnrolmentText enrolment={change.enrolment} />
                    </span>
                    <ReportOf change={change} />
                  </span>
                </li>
              ))}
            </ol>
          )}
        </Known>
      </div>
    </section>
  );
}

/** That the user does not recognise a change, and where an agent takes the report. */
function ReportOf({ change }: { readonly change: Change }): ReactNode {
  const report = useReportOf(change);
  if (report === null) return null;
  return (
    <span className="reported small">
      <Icon name="warn" />
      <span>
        <ReportText report={report} />
        {report.takenAt === null && (
          <>
            {' '}
            <Link href="/history">
              <Text id="reports.show" />
            </Link>
          </>
        )}
      </span>
    </span>
  );
}
