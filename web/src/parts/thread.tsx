import type { ReactNode } from 'react';

const knots = {
  goes: <path d="M9 14h10" />,
  gone: <path d="m9 14.4 3.4 3.4 6.6-7.2" />,
  stays: <path d="M9.5 11.75h9M9.5 16.25h9" />,
  next: <path d="M9 14h9.5M14.75 10.25l3.75 3.75-3.75 3.75" />,
  told: <path d="M8.5 10.25h11v7.75h-11zM8.75 10.75l5.25 4 5.25-4" strokeWidth="1.5" />,
  out: <path d="M14.5 9h-4v10h4M14 14h6M17.5 11.5 20 14l-2.5 2.5" strokeWidth="1.5" />,
  ask: <path d="M11.6 11.6a2.45 2.45 0 1 1 3.55 2.2c-.75.4-1.15.95-1.15 1.8M14 18.6h.01" />,
} as const;

/** One step of a thread. */
export interface ThreadStep {
  readonly knot: keyof typeof knots;
  readonly title: ReactNode;
  /** What is said of it, a paragraph each. */
  readonly body: readonly ReactNode[];
  /** Not yet so, in a thread of what is done: it stays dashed. */
  readonly isPending?: boolean;
  /** Nobody knows, in a thread of what is not known. */
  readonly isUncertain?: boolean;
}

/** What goes, what stays, what comes next, who is told. Dashed is not yet; solid is done and was read back. */
export function Thread({
  state,
  steps,
}: {
  readonly state: 'will' | 'done' | 'unknown';
  readonly steps: readonly ThreadStep[];
}): ReactNode {
  return (
    <dl className={`thread thread-${state}`}>
      {steps.map((step, place) => (
        <div key={step.knot} className={classOf(step, steps[place + 1])}>
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
          {step.body.map((said, line) => (
            <dd key={line}>{said}</dd>
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
