import { useEffect } from 'react';
import { config } from '../config.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { useText } from '../text/text.tsx';

/** Names the page in the browser's tab. */
export function usePageTitle(key: MessageKey): void {
  const { t } = useText();
  const title = t(key);
  useEffect(() => {
    document.title = `${title} – ${config.name}`;
  }, [title]);
}
