import { useEffect } from 'react';
import { onActivity } from './activity.ts';

/** After which time a page in use looks for news, and how often it considers it. */
const lookAfterMs = 60_000;
const considerEveryMs = 5_000;

/**
 * Looks for news once a minute while the page is shown and used: `refresh` loads them. An open page
 * that is left alone sends nothing, because each request keeps the session from ending for lack of
 * use. It looks at the reader's next key, click or touch.
 */
export function useWhileUsed(refresh: () => void, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return undefined;
    let lookedAt = Date.now();
    let isUsed = false;
    const consider = (): void => {
      if (!isUsed || !isVisible() || Date.now() - lookedAt < lookAfterMs) return;
      lookedAt = Date.now();
      isUsed = false;
      refresh();
    };
    const noteUse = (): void => {
      isUsed = true;
      consider();
    };
    const noteReturn = (): void => {
      if (isVisible()) noteUse();
    };
    const endActivity = onActivity(noteUse);
    document.addEventListener('visibilitychange', noteReturn);
    const timer = setInterval(consider, considerEveryMs);
    return () => {
      endActivity();
      document.removeEventListener('visibilitychange', noteReturn);
      clearInterval(timer);
    };
  }, [refresh, isOn]);
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}
