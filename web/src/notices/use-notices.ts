import { useEffect, useState } from 'react';
import { RetryNoticeDocument } from '@identity-gateway/client';
import type { RetryNoticeMutation } from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { useChange } from '../data/use-change.ts';
import { isWaiting, readNotices } from './read-notices.ts';
import type { Notice } from './read-notices.ts';

/** The pauses between two looks, in milliseconds: together a minute. */
const pausesMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

/** The messages about a change, and what the page does about them. */
export interface Notices {
  /** Null until they were read, or if they cannot be read. */
  readonly notices: readonly Notice[] | null;
  /** Whether they were read since the list, so that a change is announced. */
  readonly isNew: boolean;
  /** Whether the page looks again by itself until the messages are delivered. */
  readonly isWatching: boolean;
  /** Whether the messages are sent again. */
  readonly isRetrying: boolean;
  /** Why the messages were not sent again; null without a problem. */
  readonly refusal: Failure | null;
  /** Reads the messages again, for up to a minute. */
  refresh(): void;
  /** Has the messages sent again that were not delivered, and reads them again. */
  retry(): Promise<void>;
}

type Payload = RetryNoticeMutation['retryDeviceChangeNotice'];

/**
 * Reads the messages about a change until they are delivered: at growing pauses, at most for a
 * minute, and not while the page is hidden.
 * @param reference the change; null if it is unknown, or without mail
 * @param listed the messages as a list shows them: they are read again only on request
 */
export function useNotices(
  reference: string | null,
  listed: readonly Notice[] | null = null,
): Notices {
  const [notices, setNotices] = useState(listed);
  const [refusal, setRefusal] = useState<Failure | null>(null);
  /** The number of the current watch; null while the page does not look by itself. */
  const [watch, setWatch] = useState(listed === null ? 1 : null);
  const { isBusy: isRetrying, send } = useChange(
    RetryNoticeDocument,
    (data): Payload => data.retryDeviceChangeNotice,
  );
  useEffect(() => {
    if (reference === null || watch === null) return undefined;
    return watchNotices(reference, { onRead: setNotices, onEnd: () => setWatch(null) });
  }, [reference, watch]);
  const refresh = (): void => {
    setRefusal(null);
    setWatch(Date.now());
  };
  const retry = async (): Promise<void> => {
    if (reference === null) return;
    setRefusal(null);
    const result = await send({ input: { reference } });
    if (result === null) return;
    if (result.status === 'answered') refresh();
    else setRefusal(result.failure);
  };
  const isWatching = reference !== null && watch !== null;
  return {
    notices,
    isNew: notices !== listed,
    isWatching,
    isRetrying,
    refusal,
    refresh,
    retry,
  };
}

/** Looks until nothing waits, the pauses are used up, or the page is hidden. Returns a stop. */
function watchNotices(
  reference: string,
  {
    onRead,
    onEnd,
  }: {
    readonly onRead: (notices: readonly Notice[] | null) => void;
    readonly onEnd: () => void;
  },
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looks = 0;
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', endIfHidden);
  };
  const end = (): void => {
    stop();
    onEnd();
  };
  const endIfHidden = (): void => {
    if (document.visibilityState === 'hidden') end();
  };
  const look = async (): Promise<void> => {
    const notices = await readNotices(reference);
    if (isStopped) return;
    onRead(notices);
    const pause = pausesMs[looks];
    looks += 1;
    if (notices?.some(isWaiting) !== true || pause === undefined) end();
    else timer = setTimeout(() => void look(), pause);
  };
  document.addEventListener('visibilitychange', endIfHidden);
  void look();
  return stop;
}
