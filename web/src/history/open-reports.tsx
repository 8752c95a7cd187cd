import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { TakeReportDocument } from '@identity-gateway/client';
import type { TakeReportMutation } from '@identity-gateway/client';
import { defect } from '../data/failure.ts';
import { useReportOf, useReports } from '../data/reports.tsx';
import type { ReportedChange } from '../data/reports.tsx';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { useChange } from '../data/use-change.ts';
import { Button } from '../parts/button.tsx';
import { AnswerText } from '../parts/failure-panel.tsx';
import type { Answer } from '../parts/failure-panel.tsx';
import { Name } from '../parts/name.tsx';
import { ReportText } from '../parts/report-text.tsx';
import { Text, useText } from '../text/text.tsx';
import { ChangeEntry } from './change-entry.tsx';

const none: readonly never[] = [];

/**
 * The changes whose reports are open, in every realm of the reader. Those that the reader takes
 * stay, with the answer.
 */
export function OpenReports(): ReactNode {
  const { open, isUnread } = useReports();
  const canTake = hasPermission(useViewer().caller, 'canTakeReports');
  const [takenHere, setTakenHere] = useState<readonly ReportedChange[]>(none);
  const shown = [...open, ...takenHere].toSorted(newestFirst);
  if (shown.length === 0 && !isUnread) return null;
  return (
    <section className="record history-reports" aria-labelledby="reports">
      <div className="record-head">
        <h2 id="reports">
          <Text id="reports.title" />
        </h2>
      </div>
      <p className="quiet">
        <Text id={canTake ? 'reports.about' : 'reports.aboutAuditor'} />
      </p>
      {isUnread && (
        <p role="status">
          <Text id="reports.unread" />
        </p>
      )}
      {shown.length > 0 && (
        <div className="card">
          <ol className="events events-pair" role="list">
            {shown.map((change) => (
              <ReportedEntry
                key={change.id}
                change={change}
                onTaken={() => setTakenHere((before) => [...before, change])}
              />
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

function newestFirst(one: ReportedChange, other: ReportedChange): number {
  return (other.report?.at ?? '').localeCompare(one.report?.at ?? '');
}

type Payload = TakeReportMutation['takeDeviceChangeReport'];

function ReportedEntry({
  change,
  onTaken,
}: {
  readonly change: ReportedChange;
  readonly onTaken: () => void;
}): ReactNode {
  const { caller } = useViewer();
  const { noteTaken } = useReports();
  const report = useReportOf(change);
  const [problem, setProblem] = useState<Answer | null>(null);
  const { isBusy, send } = useChange(
    TakeReportDocument,
    (data): Payload => data.takeDeviceChangeReport,
  );
  const answer = useRef<HTMLParagraphElement>(null);
  const isTaken = report !== null && report.takenAt !== null;
  useEffect(() => {
    if (isTaken) answer.current?.focus();
  }, [isTaken]);
  const take = async (): Promise<void> => {
    setProblem(null);
    const result = await send({ input: { reference: change.reference } });
    if (result === null) return;
    if (result.status !== 'answered') {
      setProblem(result.failure.code === 'FORBIDDEN' ? 'reports.notYours' : result.failure);
      return;
    }
    const next = result.payload.change?.report ?? null;
    if (next === null) {
      setProblem(defect);
      return;
    }
    onTaken();
    noteTaken(change.id, next);
  };
  return (
    <ChangeEntry change={change}>
      {caller.realms.length > 1 && (
        <p className="quiet small">
          <Text id="find.inRealm" values={{ realm: <Name>{change.realm}</Name> }} />
        </p>
      )}
      <p ref={answer} tabIndex={-1} role="status">
        {report !== null && <ReportText report={report} />} <AnswerText answer={problem} />
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
  readonly change: ReportedChange;
  readonly isBusy: boolean;
  readonly onPress: () => void;
}): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  if (!hasPermission(caller, 'canTakeReports')) return null;
  const label = t('reports.takeLong', { reference: change.reference });
  return (
    <Button isDense isBusy={isBusy} label={label} onPress={onPress}>
      <Text id="reports.take" />
    </Button>
  );
}
