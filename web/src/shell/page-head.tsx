import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { usePageTitle } from './page-title.ts';
import { ViewTitle } from './view-title.tsx';

/** The title of a page and one sentence about it. */
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
      <ViewTitle>
        <Text id={title} />
      </ViewTitle>
      <p className="lead">
        <Text id={lead} />
      </p>
    </div>
  );
}
