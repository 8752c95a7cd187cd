import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { ReportUnrecognisedChangeDocument } from '@identity-gateway/client';
import type { ChangeRowFragment, ReportUnrecognisedChangeMutation } from '@identity-gateway/client';
import { defect } from '../data/failure.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../parts/button.tsx';
import { ChangeText } from '../parts/change-text.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Note } from '../parts/note.tsx';
import { Reference } from '../parts/reference.tsx';
import { ReportText, type Report } from '../parts/report-text.tsx';
import { SupportEntry } from '../parts/support.tsx';
import { AnswerText } from '../parts/failure-panel.tsx';
import type { Answer } from '../parts/failure-panel.tsx';
import { Text, useText } from '../text/text.tsx';

type Payload = ReportUnrecognisedChangeMutation['reportUnrecognisedDeviceChange'];

/** "I don't recognise this": reports the change, and says what else to do. */
export function DisputeDialog({
  change,
  onCancel,
  onReported,
}: {
  readonly change: ChangeRowFragment;
  readonly onCancel: () => void;
  readonly onReported: () => void;
}): ReactNode {
  const { t } = useText();
  const { report, problem, isBusy, sendReport } = useReport(change, onReported);
  return (
    <Dialog
      key="dispute"
      title={<Text id="dispute.title" />}
      consequence={<ChangeText change={change} />}
      bodyLabel={t('dispute.title')}
      isBusy={isBusy}
      onCancel={onCancel}
      cancelText={report === null ? 'cancel' : 'close'}
      action={
        report === null && (
          <Button look="primary" isBusy={isBusy} onPress={() => void sendReport()}>
            <Text id={isBusy ? 'dispute.reporting' : 'dispute.report'} />
          </Button>
        )
      }
    >
      <ReportState report={report} wasReported={change.report !== null} problem={problem} />
      <WhatToDo reference={change.reference} />
    </Dialog>
  );
}

/** Sends the report. `problem` is the message for a report that may not have arrived. */
function useReport(change: ChangeRowFragment, onReported: () => void) {
  const [report, setReport] = useState<Report | null>(change.report);
  const [problem, setProblem] = useState<Answer | null>(null);
  const { isBusy, send } = useChange(
    ReportUnrecognisedChangeDocument,
    (data): Payload => data.reportUnrecognisedDeviceChange,
  );
  const sendReport = async (): Promise<void> => {
    setProblem(null);
    const result = await send({ input: { reference: change.reference } });
    if (result === null) return;
    const found = result.status === 'answered' ? (result.payload.change?.report ?? null) : null;
    if (found !== null) {
      setReport(found);
      onReported();
    } else if (result.status === 'answered') setProblem(defect);
    else setProblem(result.failure);
  };
  return { report, problem, isBusy, sendReport };
}

/** What else to do, and the reference to quote. */
function WhatToDo({ reference }: { readonly reference: string }): ReactNode {
  return (
    <>
      <ol className="steps">
        <li>
          <Text id="dispute.call" />
        </li>
        <li>
          <Text id="dispute.look" />
        </li>
        <li>
          <Text id="dispute.password" />
        </li>
      </ol>
      <div className="dialog-facts">
        <SupportEntry>
          <Text id="dispute.tell" />
        </SupportEntry>
        <Reference>{reference}</Reference>
      </div>
    </>
  );
}

/** What a report does, or its state. A new answer takes the focus from the lost button. */
function ReportState({
  report,
  wasReported,
  problem,
}: {
  readonly report: Report | null;
  readonly wasReported: boolean;
  readonly problem: Answer | null;
}): ReactNode {
  const answer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (report !== null && !wasReported) answer.current?.focus();
  }, [report, wasReported]);
  return (
    <div ref={answer} className="dialog-note" tabIndex={-1} role="status">
      <Note icon={report === null ? 'record' : 'check'} isCaution={problem !== null}>
        <p>{report === null ? <Text id="dispute.about" /> : <ReportText report={report} />}</p>
        {problem !== null && (
          <p>
            <AnswerText answer={problem} /> <Text id="dispute.failed" />
          </p>
        )}
      </Note>
    </div>
  );
}
