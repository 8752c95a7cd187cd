import type { MessageKey } from '../text/catalogue.ts';

const known: Readonly<Record<string, MessageKey>> = {
  'call-back': 'method.call-back',
  video: 'method.video',
  'in-person': 'method.in-person',
  manager: 'method.manager',
};

/** What a way of verifying a caller is called; one of the deployment's own is shown as it is. */
export function methodName(method: string, t: (key: MessageKey) => string): string {
  const key = known[method];
  return key === undefined ? method : t(key);
}
