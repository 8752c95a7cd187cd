import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { DeviceChangeNoticeState } from '@identity-gateway/client';
import type { Failure } from '../data/failure.ts';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { useAnnouncement } from '../parts/announcement.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { FailureText, useFailureValues } from '../parts/failure-panel.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import type { timeLooks } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { canBeRetried, isWaiting } from './read-notices.ts';
import type { Notice } from './read-notices.ts';
import type { Notices } from './use-notices.ts';

/** The user of the change: the reader, or the one with this name. */
export interface NoticesOf {
  /** Null for the reader. */
  readonly name: string | null;
}

const looks = {
  DELIVERED: 'mark-success',
  WAITING: 'mark-plain',
  FAILED: 'mark-caution',
  DROPPED: 'mark-caution',
} as const satisfies Record<DeviceChangeNoticeState, string>;

const problems = {
  NO_ADDRESS: 'notice.problem.NO_ADDRESS',
  REFUSED: 'notice.problem.REFUSED',
  NOT_SENT: 'notice.problem.NOT_SENT',
} as const satisfies Record<NonNullable<Notice['problem']>, MessageKey>;

/** Who is notified of a change, and the buttons that look again and send again. */
export function NoticeList({
  state,
  timeLook,
  ...whose
}: NoticesOf & {
  readonly state: Notices;
  readonly timeLook: keyof typeof timeLooks;
}): ReactNode {
  const { notices } = state;
  const list = useRef<HTMLDivElement>(null);
  const summary = useSummary(notices, whose);
  useAnnouncement(state.isNew ? summary : null);
  return (
    <div ref={list} tabIndex={-1}>
      {notices === null ? (
        !state.isWatching && <Text id="notice.unread" />
      ) : (
        <ul className="notices" role="list">
          {notices.map((notice, index) => (
            <li key={index}>
              <Line notice={notice} timeLook={timeLook} {...whose} />
            </li>
          ))}
        </ul>
      )}
      <NoticeButtons
        state={state}
        onGone={() => {
          if (document.activeElement === document.body) list.current?.focus();
        }}
        {...whose}
      />
    </div>
  );
}

/** `b•••@example.com (you)`, the state, and why it is not delivered. */
function Line({
  notice,
  timeLook,
  ...whose
}: NoticesOf & {
  readonly notice: Notice;
  readonly timeLook: keyof typeof timeLooks;
}): ReactNode {
  const { state, at, maskedAddress, problem } = notice;
  const { name } = whose;
  const address = <Name>{maskedAddress ?? ''}</Name>;
  return (
    <>
      <Text id={recipientOf(notice, whose)} values={{ address, name: <Name>{name ?? ''}</Name> }} />{' '}
      <span className={`mark ${looks[state]}`}>
        {state === 'DELIVERED' && <Icon name="check" />}
        <Text id={`notice.${state}`} values={{ time: <Time at={at} look={timeLook} /> }} />
      </span>
      {problem !== null && state !== 'DELIVERED' && (
        <span className="notice-why">
          <Text id={state === 'WAITING' ? 'notice.again' : problems[problem]} />
        </span>
      )}
    </>
  );
}

function recipientOf({ recipient, maskedAddress }: Notice, { name }: NoticesOf): MessageKey {
  const of = name === null ? 'own' : 'desk';
  if (recipient === null || maskedAddress === null) return `notice.${of}.unknown`;
  return `notice.${of}.${recipient}`;
}

/** The states as one text, which is announced whenever it changes; null without one. */
function useSummary(notices: readonly Notice[] | null, { name }: NoticesOf): string | null {
  const { t, locale } = useText();
  if (notices === null || notices.length === 0) return null;
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  return notices
    .map((notice) => {
      const values = { name: name ?? '', address: notice.maskedAddress ?? '' };
      const time = clock.format(new Date(notice.at));
      return `${t(recipientOf(notice, { name }), values)} ${t(`notice.${notice.state}`, { time })}.`;
    })
    .join(' ');
}

/** The buttons stay in place while they act. If they disappear with the focus, the list gets it. */
function NoticeButtons({
  state,
  onGone,
  name,
}: NoticesOf & { readonly state: Notices; readonly onGone: () => void }): ReactNode {
  const { notices, isWatching, isRetrying, refusal } = state;
  const { caller } = useViewer();
  const [pressed, setPressed] = useState<'retry' | 'refresh' | null>(null);
  const canRetry =
    name !== null &&
    hasPermission(caller, 'canRetryNotices') &&
    notices?.some(canBeRetried) === true;
  const canRefresh =
    (notices === null || notices.some(isWaiting)) && (!isWatching || pressed !== null);
  const isShown = canRetry || canRefresh;
  const wasShown = useRef(false);
  useEffect(() => {
    const isGone = wasShown.current && !isShown;
    wasShown.current = isShown;
    if (isGone) onGone();
  }, [isShown, onGone]);
  if (!isShown) return null;
  const isSending = isRetrying || (isWatching && pressed === 'retry');
  return (
    <div className="button-row no-print">
      {canRetry && (
        <Button
          isDense
          isBusy={isSending}
          onPress={() => {
            setPressed('retry');
            void state.retry();
          }}
        >
          <Text id={isSending ? 'notice.retrying' : 'notice.retry'} />
        </Button>
      )}
      {canRefresh && (
        <Button
          isDense
          isBusy={isWatching}
          onPress={() => {
            setPressed('refresh');
            state.refresh();
          }}
        >
          <Text id={isWatching ? 'notice.refreshing' : 'notice.refresh'} />
        </Button>
      )}
      <p className="quiet small" role="status">
        {refusal !== null && <Refusal refusal={refusal} />}
      </p>
    </div>
  );
}

function Refusal({ refusal }: { readonly refusal: Failure }): ReactNode {
  const valuesOf = useFailureValues();
  return refusal.code === 'RATE_LIMITED' ? (
    <Text id="notice.limited" values={valuesOf(refusal)} />
  ) : (
    <FailureText failure={refusal} />
  );
}
