import type { ReactNode } from 'react';
import { useNoticeSteps } from '../notices/notice-steps.tsx';
import { Thread } from '../parts/thread.tsx';
import type { ThreadStep } from '../parts/thread.tsx';
import type { RemovalOutcome } from '../removal/outcome.ts';
import { Text } from '../text/text.tsx';

type Sessions = Pick<RemovalOutcome, 'sessions' | 'sessionsEnded'>;

/** Whether the user is signed out, and who was notified. */
export function Afterwards({
  reference,
  name,
  ...sessions
}: Sessions & {
  readonly reference: string | null;
  /** The user's name in a sentence. */
  readonly name: string;
}): ReactNode {
  const notified = useNoticeSteps(reference, { name });
  const steps = [...sessionsSteps(sessions), ...notified];
  return steps.length === 0 ? null : <Thread state="done" steps={steps} />;
}

function sessionsSteps({ sessions, sessionsEnded }: Sessions): readonly ThreadStep[] {
  if (sessions === 'NOT_ASKED') return [];
  const isEnded = sessions === 'ENDED';
  if (sessions === 'UNKNOWN')
    return [
      {
        knot: 'out',
        isPending: true,
        title: <Text id="approvals.sessions" />,
        body: [<Text key="text" id="results.unknown" />],
      },
    ];
  return [
    {
      knot: 'out',
      isPending: !isEnded,
      title: <Text id={isEnded ? 'done.signedOut' : 'done.notSignedOut'} />,
      body: [
        isEnded && sessionsEnded !== null ? (
          <Text key="text" id="done.sessionsCount" values={{ count: sessionsEnded }} />
        ) : (
          <Text key="text" id={`done.sessions.${sessions}`} />
        ),
      ],
    },
  ];
}
