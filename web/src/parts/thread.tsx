import type { ReactNode } from 'react';

const knots = {
  goes: <path d="M9 14h10" />,
  gone: <path d="m9 14.4 3.4 3.4 6.6-7.2" />,
  stays: <path d="M9.5 11.75h9M9.5 16.25h9" />,
  next: <path d="M9 14h9.5M14.75 10.25l3.75 3.75-3.75 3.75" />,
  record: <path d="M9.5 8.5h9v11h-9zM12 12.25h4M12 15.75h4" strokeWidth="1.5" />,
  out: <path d="M14.5 9h-4v10h4M14 14h6M17.5 11.5 20 14l-2.5 2.5" strokeWidth="1.5" />,
  mail: <path d="M8.5 9.5h11v9h-11zM8.5 10.25l5.5 4.25 5.5-4.25" strokeWidth="1.5" />,
  ask: <path d="M11.6 11.6a2.45 2.45 0 1 1 3.55 2.2c-.75.4-1.15.95-1.15 1.8M14 18.6h.01" />,
} as const;

/** One step of a thread. */
export interface ThreadStep {
  readonly knot: keyof typeof knots;
  readonly title: ReactNode;
  /** Its paragraphs. */
  readonly body: readonly ReactNode[];
  /** Whether it is still to come, in a thread of an outcome; drawn dashed. */
  readonly isPending?: boolean;
  /** Whether it is uncertain, in a thread of an unknown outcome. */
  readonly isUncertain?: boolean;
}

/** Steps joined by a line: dashed for what is to come, solid for what was read back. */
export function Thread({
  state,
  steps,
}: {
  readonly state: 'will' | 'done' | 'unknown';
  readonly steps: readonly ThreadStep[];
}): ReactNode {
  return (
    <dl className={`thread thread-${state}`}>
      {steps.map((step, index) => (
        <div key={index} className={classOf(step, steps[index + 1])}>
          <dt>
            <svg
              className={step.knot === 'next' ? 'knot knot-forward' : 'knot'}
              viewBox="0 0 28 28"
              aria-hidden="true"
            >
              <circle className="ring" cx="14" cy="14" r="12.5" />
              {knots[step.knot]}
            </svg>
            {step.title}
          </dt>
          {step.body.map((paragraph, line) => (
            <dd key={line}>{paragraph}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

function classOf(step: ThreadStep, next: ThreadStep | undefined): string | undefined {
  if (step.isPending === true)
    return next?.isPending === true ? 'pending before-pending' : 'pending';
  if (step.isUncertain === true) return 'uncertain';
  return next?.isPending === true ? 'before-pending' : undefined;
}
