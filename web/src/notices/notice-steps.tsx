import type { ReactNode } from 'react';
import { useViewer } from '../data/session.tsx';
import { Name } from '../parts/name.tsx';
import type { ThreadStep } from '../parts/thread.tsx';
import { Text } from '../text/text.tsx';
import { NoticeList } from './notice-list.tsx';
import type { NoticesOf } from './notice-list.tsx';
import { useNotices } from './use-notices.ts';

/** Matches the references of changes; other references are correlation ids. */
const ofChange = /^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}$/;

/**
 * The step of an outcome that says who was notified: none if this gateway sends no mail, if the
 * change is unknown, or if no message was added because nothing was changed.
 */
export function useNoticeSteps(reference: string | null, whose: NoticesOf): readonly ThreadStep[] {
  const { capabilities } = useViewer();
  const isSent = capabilities.notifiedOfChanges.length > 0;
  const isKnown = reference !== null && ofChange.test(reference);
  const state = useNotices(isSent && isKnown ? reference : null);
  const { notices, isWatching } = state;
  if (!isSent || !isKnown || notices?.length === 0 || (notices === null && isWatching)) return [];
  return [
    {
      knot: 'mail',
      isPending: notices?.every(({ state: of }) => of === 'DELIVERED') !== true,
      title: <Text id="notice.title" />,
      body: [<NoticeList key="notices" state={state} timeLook="clock" {...whose} />],
    },
  ];
}

/** The step of a preview that says who will be notified; none if this gateway sends no mail. */
export function useNotifiedSteps(whose: NoticesOf): readonly ThreadStep[] {
  const { capabilities } = useViewer();
  if (capabilities.notifiedOfChanges.length === 0) return [];
  return [
    {
      knot: 'mail',
      title: <Text id="will.notified" />,
      body: [<NotifiedText key="text" {...whose} />],
    },
  ];
}

/** Who will be notified of a change, as a paragraph; nothing if this gateway sends no mail. */
export function NotifiedParagraph(whose: NoticesOf): ReactNode {
  const { capabilities } = useViewer();
  return capabilities.notifiedOfChanges.length === 0 ? null : (
    <p className="quiet">
      <NotifiedText {...whose} />
    </p>
  );
}

function NotifiedText({ name }: NoticesOf): ReactNode {
  const { capabilities } = useViewer();
  const { notifiedOfChanges: notified } = capabilities;
  const of = name === null ? 'own' : 'desk';
  const who = notified.includes('MANAGER') ? 'MANAGER' : 'PERSON';
  return <Text id={`will.notified.${of}.${who}`} values={{ name: <Name>{name ?? ''}</Name> }} />;
}
