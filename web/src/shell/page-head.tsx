import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { usePageTitle } from './page-title.ts';
import { ViewTitle } from './view-title.tsx';

/** The title of a page and one sentence about it. */
export function PageHead({
  title,
  lead,
  children,
}: {
  readonly title: MessageKey;
  readonly lead: MessageKey;
  /** The way back, for a page below another one. */
  readonly children?: ReactNode;
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
      {children}
    </div>
  );
}
