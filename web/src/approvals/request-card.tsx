import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { devicesOf } from '../help-desk/person.ts';
import type { Person } from '../help-desk/person.ts';
import { useOpenReportsOf } from '../help-desk/use-open-reports-of.ts';
import { Actor } from '../parts/actor.tsx';
import { Fact } from '../parts/fact.tsx';
import { methodName } from '../parts/method-name.ts';
import { Name } from '../parts/name.tsx';
import { Note } from '../parts/note.tsx';
import { ReferenceLine } from '../parts/reference.tsx';
import { Time } from '../parts/time.tsx';
import { nameOf } from '../parts/person-name.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { RequestedDevices } from './requested-devices.tsx';
import type { Request } from './request.ts';
import { TimeLeft } from './time-left.tsx';
import { WhatText } from './what-text.tsx';

/** Everything that a request says, and what to be careful about while it waits. */
export function RequestCard({
  request,
  person,
  isWaiting,
}: {
  readonly request: Request;
  /** Null if the person could not be read. */
  readonly person: Person | null;
  readonly isWaiting: boolean;
}): ReactNode {
  const { requestedBy, requestedAt, expiresAt, isEndingSessions, reason, ticket } = request;
  const who = <Actor actor={requestedBy} />;
  return (
    <section className="card" aria-labelledby="request">
      <div className="form">
        <h2 id="request">
          <Text id="approvals.request" />
        </h2>
        {isWaiting && <ReportCaution request={request} person={person} />}
        {isWaiting && <Cautions request={request} person={person} />}
        <dl className="request-card">
          <Fact name="history.what">
            <WhatText request={request} />
          </Fact>
          <Fact name="approvals.devices">
            <RequestedDevices devices={request.devices} />
          </Fact>
          <Fact name="approvals.sessions">
            <Text id={isEndingSessions ? 'approvals.sessionsEnd' : 'approvals.sessionsStay'} />
          </Fact>
          <Fact name="approvals.by">
            <Text id="approvals.byAt" values={{ who, time: <Time at={requestedAt} /> }} />
          </Fact>
          <Client id={requestedBy.clientId} />
          <Fact name="call.reason">
            <Given>{reason}</Given>
          </Fact>
          <Fact name="history.ticket">
            <Given>{ticket}</Given>
          </Fact>
          <Fact name="approvals.verification">
            <Verification request={request} />
          </Fact>
          {isWaiting && (
            <Fact name="approvals.time">
              <TimeLeft until={expiresAt} isLong />
            </Fact>
          )}
        </dl>
        {isWaiting && <ReferenceLine>{request.reference}</ReferenceLine>}
      </div>
    </section>
  );
}

/** The program by which it was requested; nothing for a session. */
function Client({ id }: { readonly id: string | null }): ReactNode {
  if (id === null) return null;
  return (
    <Fact name="approvals.client">
      <Name>{id}</Name>
    </Fact>
  );
}

function Given({ children }: { readonly children: string | null }): ReactNode {
  return children === null ? <Text id="approvals.notGiven" /> : <Name>{children}</Name>;
}

function Verification({ request: { verification } }: { readonly request: Request }): ReactNode {
  const { t } = useText();
  if (verification === null) return <Text id="approvals.notGiven" />;
  const { method, at, provenBy } = verification;
  const values = { method: <Name>{methodName(method, t)}</Name>, time: <Time at={at} /> };
  if (provenBy === null) return <Text id="approvals.verified" values={values} />;
  return <Text id="approvals.proven" values={{ ...values, by: <Name>{provenBy}</Name> }} />;
}

/** That the person has reported a change: someone else may be asking for it. */
function ReportCaution({
  request: { personAmId, realm },
  person,
}: {
  readonly request: Request;
  readonly person: Person | null;
}): ReactNode {
  const history = person?.history ?? null;
  if (useOpenReportsOf({ amId: personAmId, realm, history }) === 0) return null;
  const name = <Name>{person === null ? personAmId : nameOf(person)}</Name>;
  return (
    <Note icon="warn" isCaution>
      <p>
        <Text id="approvals.reported" values={{ name }} />{' '}
        <Link href="/history">
          <Text id="reports.show" />
        </Link>
      </p>
    </Note>
  );
}

/** What a second person should know before they decide. */
function Cautions({
  request,
  person,
}: {
  readonly request: Request;
  readonly person: Person | null;
}): ReactNode {
  const cautions: readonly MessageKey[] = [
    ...(person !== null && hasOtherDevices(request, person) ? ['approvals.changed' as const] : []),
    ...(request.isOverride ? ['approvals.override' as const] : []),
    ...(request.verification === null ? ['approvals.notVerified' as const] : []),
  ];
  return cautions.map((caution) => (
    <Note key={caution} icon="warn" isCaution>
      <p>
        <Text id={caution} />
      </p>
    </Note>
  ));
}

/** Whether other devices are registered than at the request; false if they could not be read. */
function hasOtherDevices({ effect, kinds, devices }: Request, person: Person): boolean {
  const isRead = kinds.every((kind) =>
    person.devicesByKind?.some((of) => of.kind === kind && of.devices !== null),
  );
  if (!isRead) return false;
  const now = new Set(
    devicesOf(person)
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ id }) => id),
  );
  const isGone = devices.some(({ deviceId }) => !now.has(deviceId));
  return isGone || (effect === 'RESET' && now.size > devices.length);
}
