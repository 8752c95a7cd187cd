import { openAm, type OpenAm } from '../am/index.ts';
import type { Config } from '../config/load-config.ts';

/** Opens AM for a command. It logs nothing: a command prints its own problems. */
export function amOfCommand(
  { am, callers, access: settings, proofs }: Config,
  url: URL,
  options: { readonly bodyLimitBytes?: number; readonly timeoutMs?: number } = {},
): OpenAm {
  return openAm({
    ...am,
    ...callers,
    ...options,
    settings,
    proofs,
    url,
    now: Date.now,
    elapsed: () => performance.now(),
    log: { upstream: () => undefined, warn: () => undefined },
  });
}
