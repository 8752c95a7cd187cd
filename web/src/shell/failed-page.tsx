import type { ReactNode } from 'react';
import { config } from '../config.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { usePageTitle } from './page-title.ts';
import { ViewTitle } from './view-title.tsx';

/** A view that could not be loaded; its panel says why. */
export function FailedPage({
  title,
  children,
}: {
  readonly title: MessageKey;
  readonly children: ReactNode;
}): ReactNode {
  usePageTitle(title);
  return (
    <main className="page" id="main">
      <ViewTitle isHidden>
        <bdi>{config.name}</bdi>
      </ViewTitle>
      {children}
    </main>
  );
}
