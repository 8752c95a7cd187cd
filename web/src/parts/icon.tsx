import type { ReactNode } from 'react';

const drawings = {
  approve: (
    <>
      <rect x="6" y="2.75" width="12" height="18.5" rx="2.5" />
      <path d="m9.25 12.25 2 2 3.5-4" />
    </>
  ),
  browser: (
    <>
      <rect x="2.75" y="4.25" width="18.5" height="15.5" rx="2.5" />
      <path d="M2.75 8.75h18.5M9 14.25l2 2 4-4" />
    </>
  ),
  check: <path d="m5 12.75 4.5 4.5L19 7.25" />,
  chevron: <path d="m9.5 6 6 6-6 6" />,
  clock: (
    <>
      <circle cx="12" cy="12" r="9.25" />
      <path d="M12 6.75V12l3.25 2" />
    </>
  ),
  code: (
    <>
      <rect x="2.75" y="6.75" width="18.5" height="10.5" rx="2.5" />
      <path d="M7 12h.01M10.35 12h.01M13.65 12h.01M17 12h.01" strokeWidth="2.5" />
    </>
  ),
  copy: (
    <>
      <rect x="8.75" y="8.75" width="11.5" height="11.5" rx="2" />
      <path d="M5.5 15.25h-.25a1.5 1.5 0 0 1-1.5-1.5v-8.5a1.5 1.5 0 0 1 1.5-1.5h8.5a1.5 1.5 0 0 1 1.5 1.5v.25" />
    </>
  ),
  down: <path d="m6 9.5 6 6 6-6" />,
  help: (
    <>
      <circle cx="12" cy="12" r="9.25" />
      <path d="M9.6 9.4a2.45 2.45 0 1 1 3.55 2.2c-.75.4-1.15.95-1.15 1.8M12 16.5h.01" />
    </>
  ),
  link: (
    <path d="M10.25 13.75a4.1 4.1 0 0 0 6 .35l2.9-2.9a4.1 4.1 0 0 0-5.8-5.8l-1.3 1.3M13.75 10.25a4.1 4.1 0 0 0-6-.35l-2.9 2.9a4.1 4.1 0 0 0 5.8 5.8l1.3-1.3" />
  ),
  lock: (
    <>
      <rect x="4.75" y="10.5" width="14.5" height="10" rx="2.25" />
      <path d="M8 10.5V7.75a4 4 0 0 1 8 0v2.75" />
    </>
  ),
  more: <path d="M12 5.5h.01M12 12h.01M12 18.5h.01" strokeWidth="3" />,
  passkey: (
    <>
      <circle cx="8" cy="15.75" r="4.25" />
      <path d="m11.1 12.65 8.65-8.65M16 7.75l2.75 2.75M13.25 10.5l1.75 1.75" />
    </>
  ),
  print: (
    <>
      <path d="M7 8.5V3.75h10V8.5M7 17.25H5.25a1.5 1.5 0 0 1-1.5-1.5V10a1.5 1.5 0 0 1 1.5-1.5h13.5a1.5 1.5 0 0 1 1.5 1.5v5.75a1.5 1.5 0 0 1-1.5 1.5H17" />
      <rect x="7" y="14" width="10" height="6.25" rx="1" />
    </>
  ),
  face: (
    <>
      <path d="M3.75 8.25v-3a1.5 1.5 0 0 1 1.5-1.5h3M15.75 3.75h3a1.5 1.5 0 0 1 1.5 1.5v3M20.25 15.75v3a1.5 1.5 0 0 1-1.5 1.5h-3M8.25 20.25h-3a1.5 1.5 0 0 1-1.5-1.5v-3" />
      <path d="M9 9.5h.01M15 9.5h.01M8.75 14.5c1.9 1.75 4.6 1.75 6.5 0" />
    </>
  ),
  profile: (
    <>
      <rect x="4.75" y="5.25" width="14.5" height="10" rx="1.75" />
      <path d="M2.25 18.75h19.5" />
    </>
  ),
  record: (
    <>
      <path d="M6.75 3.25h7.5l4 4v12a1.5 1.5 0 0 1-1.5 1.5h-10a1.5 1.5 0 0 1-1.5-1.5v-14.5a1.5 1.5 0 0 1 1.5-1.5z" />
      <path d="M8.5 12h7M8.5 16h5M14 3.5V7.5h4" />
    </>
  ),
  search: (
    <>
      <circle cx="10.75" cy="10.75" r="6.75" />
      <path d="m15.75 15.75 4.75 4.75" />
    </>
  ),
  shield: (
    <>
      <path d="M12 2.75 4.75 5.5v5.75c0 4.5 3 8 7.25 10 4.25-2 7.25-5.5 7.25-10V5.5z" />
      <path d="m9 11.75 2.25 2.25 3.75-4.25" />
    </>
  ),
  warn: (
    <>
      <path d="M10.7 4.5 3 18a1.5 1.5 0 0 0 1.3 2.25h15.4A1.5 1.5 0 0 0 21 18L13.3 4.5a1.5 1.5 0 0 0-2.6 0z" />
      <path d="M12 9.5v4M12 16.75h.01" />
    </>
  ),
} as const;

/** The name of an icon. */
export type IconName = keyof typeof drawings;

/** A drawing beside a text. It never replaces the text. */
export function Icon({
  name,
  className = 'icon',
}: {
  readonly name: IconName;
  readonly className?: string;
}): ReactNode {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}

/** An arrow in reading direction. */
export function ForwardIcon(): ReactNode {
  return <Icon name="chevron" className="icon icon-forward" />;
}
