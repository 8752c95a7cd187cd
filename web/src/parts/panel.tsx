import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

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
  failed: 'seal-unknown',
  empty: '',
};

/** What a panel shows. */
export interface PanelProps {
  readonly seal: keyof typeof seals;
  readonly title: ReactNode;
  /** When it was checked, and what that showed. */
  readonly line: ReactNode;
  /** Whether it is the result of what the reader did: the focus goes to it, and it is read out. Another result has another `key`. */
  readonly isResult?: boolean;
  /** The thread, and what to do next. */
  readonly children?: ReactNode;
  /** Help and reference; beside the body where there is room and a body. */
  readonly foot?: ReactNode;
}

/** The result of something, or the state of a whole page; it stays until the reader goes on. */
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
  const className = children !== undefined && foot !== undefined ? 'panel-split' : '';
  return (
    <section className={`card panel ${className}`} aria-labelledby={id}>
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
