import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { PendingChangesDocument } from '@identity-gateway/client';
import type { WaitingRequest } from '../data/waiting.tsx';
import { useWaiting } from '../data/waiting.tsx';
import { useQuery } from '../data/use-query.ts';
import { Actor } from '../parts/actor.tsx';
import { Read } from '../parts/read.tsx';
import { useAnnouncement } from '../parts/announcement.tsx';
import { Button } from '../parts/button.tsx';
import { EmptyLine } from '../parts/empty-line.tsx';
import { ForwardIcon, Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { SearchedAreas } from '../parts/searched-areas.tsx';
import { Text, useText } from '../text/text.tsx';
import { requestAddress } from './request.ts';
import { TimeLeft } from './time-left.tsx';
import { WhatText } from './what-text.tsx';

const pageSize = 20;

/** A page of the waiting requests of a realm, oldest first; on request the next page below it. */
export function RequestList({
  realm,
  after,
}: {
  readonly realm: string | null;
  readonly after: string | null;
}): ReactNode {
  const { t } = useText();
  const { refresh } = useWaiting();
  const query = useQuery(PendingChangesDocument, { realm, first: pageSize, after });
  const [isNextShown, setNextShown] = useState(false);
  return (
    <Read query={query} partOf={({ pendingDeviceChanges }) => pendingDeviceChanges}>
      {({ edges, pageInfo: { endCursor, hasNextPage } }) => (
        <>
          <section className="card" aria-label={t('approvals.list')}>
            <Requests requests={edges.map(({ node }) => node)} />
          </section>
          <div className="button-row approvals-tools">
            {after === null && (
              <Button
                isBusy={query.isBusy}
                onPress={() => {
                  setNextShown(false);
                  void query.refetch();
                  refresh();
                }}
              >
                <Text id={query.isBusy ? 'retry.busy' : 'approvals.again'} />
              </Button>
            )}
            {hasNextPage && !isNextShown && (
              <Button onPress={() => setNextShown(true)}>
                <Text id="approvals.more" />
              </Button>
            )}
          </div>
          {isNextShown && <RequestList realm={realm} after={endCursor} />}
        </>
      )}
    </Read>
  );
}

function Requests({ requests }: { readonly requests: readonly WaitingRequest[] }): ReactNode {
  const { t } = useText();
  useAnnouncement(t('approvals.status', { count: requests.length }));
  if (requests.length === 0) {
    return (
      <EmptyLine id="approvals.none">
        {' '}
        <SearchedAreas />
      </EmptyLine>
    );
  }
  return (
    <ul className="people" role="list">
      {requests.map((request) => (
        <li key={request.id}>
          <RequestLink request={request} />
        </li>
      ))}
    </ul>
  );
}

/** A waiting request: the person, what is asked for, by which caller, and the time left. */
export function RequestLink({ request }: { readonly request: WaitingRequest }): ReactNode {
  const { id, personAmId, requestedBy, expiresAt, canDecide, canWithdraw } = request;
  return (
    <Link href={requestAddress(id)}>
      <span className="person-title">
        <strong>
          <Name>{personAmId}</Name>
        </strong>
        {canDecide && (
          <span className="mark">
            <Icon name="approve" />
            <Text id="approvals.canDecide" />
          </span>
        )}
        {canWithdraw && (
          <span className="mark mark-plain">
            <Text id="approvals.isOwn" />
          </span>
        )}
      </span>
      <ForwardIcon />
      <span className="request-facts">
        <span>
          <WhatText request={request} />
        </span>{' '}
        <span>
          <Requester actor={requestedBy} />
        </span>{' '}
        <span>
          <TimeLeft until={expiresAt} />
        </span>
      </span>
    </Link>
  );
}

/** Who requests it, and the program by which they do. */
function Requester({ actor }: { readonly actor: WaitingRequest['requestedBy'] }): ReactNode {
  const who = <Actor actor={actor} />;
  if (actor.clientId === null) return who;
  return <Text id="approvals.byClient" values={{ who, client: <Name>{actor.clientId}</Name> }} />;
}
