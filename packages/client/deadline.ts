/** When a request is aborted. */
export interface Deadline {
  readonly timeoutMs: number | undefined;
  /** The caller's own signal. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Calls `act` with a signal that aborts after the timeout or with the caller's signal, whichever is
 * first. React Native and older browsers lack `AbortSignal.timeout` and `AbortSignal.any`.
 */
export async function withDeadline<Result>(
  { timeoutMs, signal }: Deadline,
  act: (signal: AbortSignal | undefined) => Promise<Result>,
): Promise<Result> {
  if (timeoutMs === undefined) return act(signal);
  const controller = new AbortController();
  const abort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) abort();
  signal?.addEventListener('abort', abort);
  const timer = setTimeout(
    () => controller.abort(new Error(`no response within ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}
