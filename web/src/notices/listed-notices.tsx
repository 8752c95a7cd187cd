import type { ReactNode } from 'react';
import { NoticeList } from './notice-list.tsx';
import type { Notice } from './read-notices.ts';
import { useNotices } from './use-notices.ts';

/** Who was notified of a listed change; nothing if no message was sent. */
export function ListedNotices({
  reference,
  name,
  notices,
}: {
  readonly reference: string;
  /** The user of the change. */
  readonly name: string;
  /** Null if they could not be read with the list. */
  readonly notices: readonly Notice[] | null;
}): ReactNode {
  return notices === null || notices.length === 0 ? null : (
    <div className="quiet small">
      <ReadNotices reference={reference} name={name} notices={notices} />
    </div>
  );
}

function ReadNotices({
  reference,
  name,
  notices,
}: {
  readonly reference: string;
  readonly name: string;
  readonly notices: readonly Notice[];
}): ReactNode {
  const state = useNotices(reference, notices);
  return <NoticeList state={state} timeLook="moment" name={name} />;
}
