import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { RealmHistoryDocument } from '@identity-gateway/client';
import { useQuery } from '../data/use-query.ts';
import { Afterwards } from '../help-desk/afterwards.tsx';
import { devicesOf, isComplete, shortNameOf } from '../help-desk/person.ts';
import type { Person } from '../help-desk/person.ts';
import { Actor } from '../parts/actor.tsx';
import { Loading } from '../parts/loading.tsx';
import { Name } from '../parts/name.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { SetupCode } from '../parts/setup-code.tsx';
import { Time } from '../parts/time.tsx';
import { isSignOutUnmet } from '../removal/outcome.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { endOf } from './request.ts';
import type { MadeChange, Request, RequestEnd } from './request.ts';

const seals = {
  done: 'done',
  newCode: 'done',
  partly: 'failed',
  notDone: 'failed',
  unknown: 'unknown',
  rejected: 'empty',
  withdrawn: 'empty',
  expired: 'empty',
  changed: 'failed',
  gone: 'empty',
  refused: 'failed',
} as const satisfies Record<RequestEnd, Parameters<typeof Panel>[0]['seal']>;

const lines = {
  done: 'approvals.end.doneLine',
  newCode: 'approvals.end.newCodeLine',
  partly: 'approvals.end.partlyLine',
  notDone: 'approvals.end.notDoneLine',
  unknown: 'approvals.end.unknownLine',
  rejected: 'approvals.end.nothingLine',
  withdrawn: 'approvals.end.nothingLine',
  expired: 'approvals.end.expiredLine',
  changed: 'approvals.end.changedLine',
  gone: 'approvals.end.goneLine',
  refused: 'approvals.end.nothingLine',
} as const satisfies Record<RequestEnd, MessageKey>;

/** A request that has ended, and what shows its end. */
export interface EndProps {
  readonly request: Request;
  /** The person as last read; null if they could not be read. */
  readonly person: Person | null;
  /** When the person was read. */
  readonly readAt: Date | null;
  /** The change that an approval of the reader made. Default: it is read from the record. */
  readonly change?: MadeChange | null;
  /** The code of that change. */
  readonly setupCode?: string | null;
  /** Whether the request ended before the decision of the reader. */
  readonly isLate?: boolean;
  /** Whether it is the answer to a decision of the reader: it takes the focus. */
  readonly isResult?: boolean;
  /** Called when the end is shown. */
  readonly onEnd?: (end: RequestEnd) => void;
}

/** How a request ended, who decided, and the note. */
export function RequestEndPanel(props: EndProps): ReactNode {
  const { request, change = null } = props;
  if (request.state === 'APPROVED' && change === null) return <RecordedEnd {...props} />;
  return <EndPanel {...props} change={change} />;
}

function RecordedEnd(props: EndProps): ReactNode {
  const { realm, reference } = props.request;
  const variables = { realm, filter: { reference }, first: 1, after: null };
  const { result } = useQuery(RealmHistoryDocument, variables);
  if (result.status === 'loading') {
    return (
      <Loading>
        <Text id="history.loading" />
      </Loading>
    );
  }
  const edges = result.status === 'ready' ? result.data.realmHistory?.edges : undefined;
  return <EndPanel {...props} change={edges?.[0]?.node ?? null} />;
}

function EndPanel({
  request,
  person,
  readAt,
  change,
  setupCode = null,
  isResult = false,
  isLate = false,
  onEnd,
}: EndProps & { readonly change: MadeChange | null }): ReactNode {
  const { state, decision, reference } = request;
  const end = endOf({ state, decision }, change);
  useEffect(() => {
    if (end !== null) onEnd?.(end);
  }, [end, onEnd]);
  if (end === null) return null;
  const count = change?.removedDevices.length ?? 0;
  const sessions = change?.sessionsEnding ?? 'NOT_ASKED';
  const name = person === null ? request.personAmId : shortNameOf(person);
  const isUnmet = end === 'done' && isSignOutUnmet({ sessions });
  return (
    <Panel
      key={end}
      seal={isUnmet ? 'failed' : seals[end]}
      isResult={isResult}
      title={<Text id={`approvals.end.${end}`} />}
      line={
        <>
          <Text id={lines[end]} values={{ count }} />
          {isUnmet && (
            <>
              {' '}
              <Text id="done.sessions.unmet" values={{ name: <Name>{name}</Name> }} />
            </>
          )}
        </>
      }
    >
      <SetupCode setupCode={setupCode} enrolment={change?.enrolment ?? null} reader="approver" />
      {end === 'done' && <CheckedLine change={change} person={person} readAt={readAt} />}
      {isLate && (
        <p>
          <Text id="approvals.closed" />
        </p>
      )}
      {decision !== null && <DecidedBy decision={decision} />}
      {change !== null && (
        <Afterwards
          reference={change.reference}
          sessions={sessions}
          sessionsEnded={change.sessionsEnded}
          name={name}
        />
      )}
      <div className="card-foot panel-foot">
        <Reference>{reference}</Reference>
      </div>
    </Panel>
  );
}

/** When the devices were seen to be gone: nothing until the list was read again. */
function CheckedLine({
  change,
  person,
  readAt,
}: Pick<EndProps, 'person' | 'readAt'> & { readonly change: MadeChange | null }): ReactNode {
  if (change === null || person === null || readAt === null || !isComplete(person)) return null;
  const left = new Set(devicesOf(person).map(({ id }) => id));
  if (change.removedDevices.some(({ deviceId }) => left.has(deviceId))) return null;
  const time = <Time at={readAt} look="clock" />;
  return (
    <p>
      <Text id="done.done.line" values={{ count: change.removedDevices.length, time }} />
    </p>
  );
}

/** Who decided, when, and the note. */
function DecidedBy({
  decision: { at, by, note },
}: {
  readonly decision: NonNullable<Request['decision']>;
}): ReactNode {
  if (by === null) return null;
  const who = <Actor actor={by} />;
  return (
    <p className="quiet">
      <Text id="approvals.endedBy" values={{ who, time: <Time at={at} /> }} />
      {note !== null && (
        <>
          {' '}
          <Text id="approvals.endNote" values={{ note: <Name>{note}</Name> }} />
        </>
      )}
    </p>
  );
}
