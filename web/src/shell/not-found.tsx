import type { ReactNode } from 'react';
import { PageHead } from './page-head.tsx';

/** The page of an address that does not exist. */
export function NotFound(): ReactNode {
  return (
    <main className="page" id="main">
      <PageHead title="notFound.title" lead="notFound.lead" />
    </main>
  );
}
