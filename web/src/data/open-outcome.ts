import { createTabStore } from './tab-store.ts';

/** The name of the store of the removal whose outcome is not known. */
export const pendingRemovalName = 'removal';

const pending = createTabStore<unknown>(pendingRemovalName);

/** Whether a removal of this tab may or may not have been carried out. */
export function isOutcomeOpen(): boolean {
  return pending.isKept();
}
