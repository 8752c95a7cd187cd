import { openAm, type OpenAm } from '../../am/index.ts';
import type { Config } from '../../config/load-config.ts';

/** Opens AM for a command. It logs nothing: a command prints its own problems. */
export function amOfCommand(
  { am, callers, access: settings, proofs }: Config,
  options: Partial<
    Pick<Parameters<typeof openAm>[0], 'maxResponseSize' | 'onAnswer' | 'timeoutMs'>
  > = {},
): OpenAm {
  return openAm({
    ...am,
    ...callers,
    ...options,
    settings,
    proofs,
    now: Date.now,
    elapsed: () => performance.now(),
    log: { upstream: () => undefined, warn: () => undefined },
  });
}

/** Reads the public information of an AM, with its headers, and without naming a version. */
export function readInfo(
  href: string,
  { sendOutside }: Pick<OpenAm, 'sendOutside'>,
): ReturnType<OpenAm['sendOutside']> {
  const url = `${href.replace(/\/$/, '')}/json/serverinfo/*`;
  const headers = { accept: 'application/json' };
  return sendOutside({ url, method: 'GET', headers, realm: '', template: 'check' });
}
