import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { Note } from '../parts/note.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { PageHead } from './page-head.tsx';

/** A page that the reader's roles do not open, with the reason and a way on. */
export function NotForYou({
  title,
  lead,
  reason,
}: Readonly<Record<'title' | 'lead' | 'reason', MessageKey>>): ReactNode {
  return (
    <main className="page" id="main">
      <PageHead title={title} lead={lead} />
      <Note>
        <p>
          <Text id={reason} />
        </p>
        <p className="note-links">
          <Link href="/">
            <Text id="devices.title" />
          </Link>
        </p>
      </Note>
    </main>
  );
}
