/** What shows that a reader is there: a key, a click or a touch, or the wheel. */
const activities = ['keydown', 'pointerdown', 'wheel'] as const;

/** Calls a listener at each activity. Returns a function that ends this. */
export function onActivity(listener: () => void): () => void {
  for (const activity of activities) addEventListener(activity, listener, { passive: true });
  return () => {
    for (const activity of activities) removeEventListener(activity, listener);
  };
}
