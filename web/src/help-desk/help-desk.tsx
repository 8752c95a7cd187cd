import type { ReactNode } from 'react';
import { PageHead } from '../shell/page-head.tsx';

/** The help desk's page. */
export function HelpDesk(): ReactNode {
  return (
    <main className="page" id="main">
      <PageHead title="desk.title" lead="desk.lead" />
    </main>
  );
}
