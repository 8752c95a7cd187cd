import type { ReactNode } from 'react';
import { useNoticeSteps } from '../notices/notice-steps.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { Thread } from '../parts/thread.tsx';
import { Text } from '../text/text.tsx';
import { textsOf } from './sign-out-dialog.tsx';
import type { SignOutOf } from './sign-out-dialog.tsx';
import type { SignOutOutcome } from './use-sign-out.ts';

const views = {
  done: { seal: 'done', title: 'done' },
  notDone: { seal: 'failed', title: 'notDone' },
  notSupported: { seal: 'failed', title: 'notDone' },
  unknown: { seal: 'unknown', title: 'unknown' },
} as const satisfies Record<SignOutOutcome['status'], object>;

/** The result of a sign-out everywhere. */
export function SignedOutPanel({
  outcome,
  foot,
  ...whose
}: SignOutOf & {
  readonly outcome: SignOutOutcome;
  /** Shown beside the reference. */
  readonly foot?: ReactNode;
}): ReactNode {
  const { of, values } = textsOf(whose);
  const { seal, title } = views[outcome.status];
  const steps = useNoticeSteps(outcome.reference, whose);
  return (
    <Panel
      key={outcome.reference}
      seal={seal}
      isResult
      title={<Text id={`signOut.${of}.${title}`} values={values} />}
      line={<Line of={of} outcome={outcome} />}
      foot={
        <>
          {outcome.reference !== null && <Reference>{outcome.reference}</Reference>}
          {foot}
        </>
      }
    >
      {steps.length === 0 ? undefined : <Thread state="done" steps={steps} />}
    </Panel>
  );
}

/** How many sessions ended, if Access Management reports it; otherwise why some may continue. */
function Line({
  of,
  outcome: { status, sessionsEnded },
}: {
  readonly of: 'desk' | 'own';
  readonly outcome: SignOutOutcome;
}): ReactNode {
  if (status !== 'done') return <Text id={`signOut.line.${status}`} />;
  const isOwn = of === 'own';
  if (sessionsEnded === null)
    return <Text id={isOwn ? 'outcome.sessions.ENDED' : 'done.sessions.ENDED'} />;
  const values = { count: sessionsEnded };
  return <Text id={isOwn ? 'outcome.sessions.count' : 'done.sessionsCount'} values={values} />;
}
