import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { RealmHistoryDocument, TakeReportDocument } from '@identity-gateway/client';
import type { TakeReportMutation } from '@identity-gateway/client';
import { messageOf } from '../data/failure.ts';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { useChange } from '../data/use-change.ts';
import { useQuery } from '../data/use-query.ts';
import { Button } from '../parts/button.tsx';
import { ReportText, type Report } from '../parts/report-text.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { ChangeEntry } from './change-entry.tsx';
import type { ListedChange } from './csv.ts';

const most = 25;

/** The changes whose reports are open; nothing without one. */
export function OpenReports({ realm }: { readonly realm: string | null }): ReactNode {
  const { result } = useQuery(RealmHistoryDocument, {
    realm,
    filter: { report: 'OPEN' },
    first: most,
    after: null,
  });
  const edges = result.status === 'ready' ? (result.data.realmHistory?.edges ?? []) : [];
  if (edges.length === 0) return null;
  return (
    <section className="record history-reports" aria-labelledby="reports">
      <div className="record-head">
        <h2 id="reports">
          <Text id="reports.title" />
        </h2>
      </div>
      <p className="quiet">
        <Text id="reports.about" />
      </p>
      <div className="card">
        <ol className="events events-pair" role="list">
          {edges.map(({ node }) => (
            <ReportedChange key={node.id} change={node} />
          ))}
        </ol>
      </div>
    </section>
  );
}

type Payload = TakeReportMutation['takeReport'];

function ReportedChange({ change }: { readonly change: ListedChange }): ReactNode {
  const [report, setReport] = useState<Report | null>(change.report);
  const [problem, setProblem] = useState<MessageKey | null>(null);
  const { isBusy, send } = useChange(TakeReportDocument, (data): Payload => data.takeReport);
  const answer = useRef<HTMLParagraphElement>(null);
  const isTaken = report !== null && report.takenAt !== null;
  useEffect(() => {
    if (isTaken) answer.current?.focus();
  }, [isTaken]);
  const take = async (): Promise<void> => {
    setProblem(null);
    const result = await send({ input: { reference: change.id } });
    if (result === null) return;
    if (result.status !== 'answered')
      setProblem(
        result.failure.code === 'FORBIDDEN' ? 'reports.notYours' : messageOf(result.failure),
      );
    else if (result.payload.change?.report) setReport(result.payload.change.report);
    else setProblem('failure.other');
  };
  return (
    <ChangeEntry change={change}>
      <p ref={answer} tabIndex={-1} role="status">
        {report !== null && <ReportText report={report} />}{' '}
        {problem !== null && <Text id={problem} />}
      </p>
      {!isTaken && <TakeButton change={change} isBusy={isBusy} onPress={() => void take()} />}
    </ChangeEntry>
  );
}

function TakeButton({
  change,
  isBusy,
  onPress,
}: {
  readonly change: ListedChange;
  readonly isBusy: boolean;
  readonly onPress: () => void;
}): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  if (!hasPermission(caller.roles, 'canTakeReports')) return null;
  const label = t('reports.takeLong', { reference: change.id });
  return (
    <Button isDense isBusy={isBusy} label={label} onPress={onPress}>
      <Text id="reports.take" />
    </Button>
  );
}
