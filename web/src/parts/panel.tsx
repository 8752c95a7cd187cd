import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { useFocusAfter } from '../shell/view-title.tsx';

const seals = {
  done: (
    <>
      <circle className="disc" cx="20" cy="20" r="19" />
      <path className="tick" d="m12.5 20.5 5.25 5.25L28 14.75" />
    </>
  ),
  unknown: (
    <>
      <circle className="disc" cx="20" cy="20" r="18.5" />
      <path
        className="tick"
        d="M16.2 16.2a4 4 0 1 1 5.8 3.6c-1.25.65-1.9 1.5-1.9 3M20.1 27.6h.01"
      />
    </>
  ),
  waiting: (
    <>
      <circle className="disc" cx="20" cy="20" r="18.5" />
      <path className="tick" d="M20 11v9.5l6 3" />
    </>
  ),
  failed: (
    <>
      <circle className="disc" cx="20" cy="20" r="18.5" />
      <path className="tick" d="M20 12v10.5M20 28h.01" />
    </>
  ),
  empty: (
    <>
      <rect className="disc" x="11" y="3" width="18" height="34" rx="4.5" />
      <path className="tick" d="M17 20h6" />
    </>
  ),
} as const;

const sealClasses = {
  done: 'seal-done',
  unknown: 'seal-unknown',
  waiting: '',
  failed: 'seal-unknown',
  empty: '',
};

/** The contents of a panel. */
export interface PanelProps {
  readonly seal: keyof typeof seals;
  readonly title: ReactNode;
  /** One sentence below the title, such as when the result was checked. */
  readonly line: ReactNode;
  /** Whether it is the result of an action: it takes the focus. Give each result its own `key`. */
  readonly isResult?: boolean;
  /** The thread and the next steps. */
  readonly children?: ReactNode;
  /** Help and reference; beside the body if the window is wide enough. */
  readonly foot?: ReactNode;
}

/** The result of an action, or the state of a whole page. It stays until the next action. */
export function Panel({
  seal,
  title,
  line,
  isResult = false,
  children,
  foot,
}: PanelProps): ReactNode {
  const id = useId();
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isResult) head.current?.focus();
  }, [isResult]);
  const section = useFocusAfter<HTMLElement>();
  const className = children !== undefined && foot !== undefined ? 'panel-split' : '';
  return (
    <section ref={section} className={`card panel ${className}`} aria-labelledby={id}>
      <div
        ref={head}
        className="panel-head"
        role={seal === 'failed' ? 'alert' : 'status'}
        tabIndex={-1}
      >
        <svg className={`seal ${sealClasses[seal]}`} viewBox="0 0 40 40" aria-hidden="true">
          {seals[seal]}
        </svg>
        <h2 id={id}>{title}</h2>
        <p>{line}</p>
      </div>
      {children !== undefined && <div className="panel-body">{children}</div>}
      {foot !== undefined && <div className="card-foot">{foot}</div>}
    </section>
  );
}
