import type { MessageKey } from '../text/catalogue.ts';

const methodMessages: Readonly<Record<string, MessageKey>> = {
  'call-back': 'method.call-back',
  video: 'method.video',
  'in-person': 'method.in-person',
  manager: 'method.manager',
  push: 'method.push',
  code: 'method.code',
  vendor: 'method.vendor',
};

/** Returns the name of a verification method. A deployment's own method is shown unchanged. */
export function methodName(method: string, t: (key: MessageKey) => string): string {
  const key = methodMessages[method];
  return key === undefined ? method : t(key);
}
