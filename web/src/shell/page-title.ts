import { useEffect } from 'react';
import { config } from '../config.ts';
import { visibleText } from '../parts/visible-text.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { useText } from '../text/text.tsx';

/**
 * Sets the title of the browser's tab.
 * @param person the user that the view is about
 */
export function usePageTitle(key: MessageKey, person?: string): void {
  const { t } = useText();
  const title = person === undefined ? t(key) : `${visibleText(person)} – ${t(key)}`;
  useEffect(() => {
    document.title = `${title} – ${config.name}`;
  }, [title]);
}
