import type { ReactNode } from 'react';
import { PageHead } from '../shell/page-head.tsx';

/** What was changed, for whoever may see it. */
export function History(): ReactNode {
  return (
    <main className="page" id="main">
      <PageHead title="history.title" lead="history.lead" />
    </main>
  );
}
