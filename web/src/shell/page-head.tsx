import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { usePageTitle } from './page-title.ts';

/** The name of a page, and what it is for. */
export function PageHead({
  title,
  lead,
}: {
  readonly title: MessageKey;
  readonly lead: MessageKey;
}): ReactNode {
  usePageTitle(title);
  return (
    <div className="page-head">
      <h1>
        <Text id={title} />
      </h1>
      <p className="lead">
        <Text id={lead} />
      </p>
    </div>
  );
}
