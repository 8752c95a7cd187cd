import { useState } from 'react';
import type { ReactNode } from 'react';
import { DecisionDialog } from '../approvals/decision-dialog.tsx';
import type { Request } from '../approvals/request.ts';
import { useDecision } from '../approvals/use-decision.ts';
import type { Failure } from '../data/failure.ts';
import { Button } from '../parts/button.tsx';
import { FailureText } from '../parts/failure-panel.tsx';
import { Text } from '../text/text.tsx';

/** Reads the request again, or withdraws it. */
export function WaitingTools({
  request,
  name,
  isReading,
  onLook,
}: {
  readonly request: Request;
  readonly name: string;
  readonly isReading: boolean;
  readonly onLook: () => Promise<unknown>;
}): ReactNode {
  const { isBusy, decide } = useDecision(request.id);
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<Failure | null>(null);
  const withdraw = async (): Promise<void> => {
    const answer = await decide('withdraw', '');
    if (answer === null) return;
    setOpen(false);
    setProblem(answer.next === 'refused' ? answer.failure : null);
    await onLook();
  };
  return (
    <>
      {problem !== null && (
        <p role="alert">
          <FailureText failure={problem} /> <Text id="approvals.waitsOn" />
        </p>
      )}
      <div className="button-row no-print">
        <Button isBusy={isReading} onPress={() => void onLook()}>
          <Text id={isReading ? 'retry.busy' : 'approvals.again'} />
        </Button>
        {request.canWithdraw && (
          <Button opensDialog onPress={() => setOpen(true)}>
            <Text id="approvals.withdraw" />
          </Button>
        )}
      </div>
      {isOpen && (
        <DecisionDialog
          decision="withdraw"
          request={request}
          name={name}
          isBusy={isBusy}
          onCancel={() => setOpen(false)}
          onConfirm={() => void withdraw()}
        />
      )}
    </>
  );
}
