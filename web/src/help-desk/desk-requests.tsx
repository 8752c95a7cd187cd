import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { requestAddress } from '../approvals/request.ts';
import type { Request } from '../approvals/request.ts';
import { useViewer } from '../data/session.tsx';
import { useWaiting } from '../data/waiting.tsx';
import type { WaitingRequest } from '../data/waiting.tsx';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { focusViewTitle } from '../shell/view-title.tsx';
import { Text } from '../text/text.tsx';
import { AskedView } from './asked-view.tsx';
import { askedRequests } from './asked-requests.ts';
import { Desk } from './desk.tsx';
import type { DeskProps } from './desk.tsx';

/** The desk; in its place the request that the agent has made for this user. */
export function DeskWithRequests(
  props: Omit<DeskProps, 'onAsked'> & { readonly readAt: Date },
): ReactNode {
  const { person, onStale } = props;
  const agentId = useViewer().me?.id ?? 'no agent';
  const { requests } = useWaiting();
  const [asked, setAsked] = useState(() => ({
    id: askedRequests.find(agentId, person.id),
    isNew: false,
  }));
  const onAsked = ({ id }: Request): void => {
    askedRequests.save(agentId, person.id, id);
    setAsked({ id, isNew: true });
  };
  const goBack = (isOver: boolean): void => {
    if (isOver) askedRequests.forget(agentId, person.id);
    setAsked({ id: null, isNew: false });
    focusViewTitle();
    void onStale();
  };
  if (asked.id !== null) {
    const { id, isNew } = asked;
    return <AskedView {...props} key={id} id={id} isResult={isNew} onBack={goBack} />;
  }
  const waiting = requests.filter(
    ({ personAmId, realm }) => personAmId === person.amId && realm === person.realm,
  );
  return (
    <>
      {waiting.map((request) => (
        <WaitingNote key={request.id} request={request} />
      ))}
      <Desk {...props} onAsked={onAsked} />
    </>
  );
}

/** A request for this user that waits, so that no one requests the same again. */
function WaitingNote({
  request: { id, canWithdraw, requestedBy },
}: {
  readonly request: WaitingRequest;
}): ReactNode {
  const link = (chunks: ReactNode[]): ReactNode => <Link href={requestAddress(id)}>{chunks}</Link>;
  return (
    <div className="desk-waiting">
      <Note icon="clock">
        <p>
          <Text
            id={canWithdraw ? 'ask.yours' : 'ask.colleague'}
            values={{ name: <Name>{requestedBy.amId}</Name>, link }}
          />
        </p>
      </Note>
    </div>
  );
}
