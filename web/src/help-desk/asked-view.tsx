import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { PendingChangeDocument } from '@identity-gateway/client';
import { RequestEndPanel } from '../approvals/end-panel.tsx';
import { RequestedDevices } from '../approvals/requested-devices.tsx';
import type { Request, RequestEnd } from '../approvals/request.ts';
import { readFailureOf } from '../data/failure.ts';
import { useQuery } from '../data/use-query.ts';
import { useWaiting } from '../data/waiting.tsx';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { Name } from '../parts/name.tsx';
import { Panel } from '../parts/panel.tsx';
import { Reference } from '../parts/reference.tsx';
import { DueTime, Time, useDueText } from '../parts/time.tsx';
import { nameOf } from '../parts/person-name.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { OutcomeAside } from './outcome-view.tsx';
import { shortNameOf } from './person.ts';
import type { Person } from './person.ts';
import { WaitingTools } from './waiting-tools.tsx';

/** A request of the agent, and what to do after it. */
export interface AskedViewProps {
  readonly id: string;
  readonly person: Person;
  readonly readAt: Date;
  /** Called when the request has ended: reads the person again. */
  readonly onStale: () => Promise<unknown>;
  /** Whether the agent has just asked: the answer takes the focus. */
  readonly isResult: boolean;
  /** Called to go back to the devices; `isOver` if the request waits no longer. */
  readonly onBack: (isOver: boolean) => void;
}

/** The request of the agent: it waits, or how it ended, and what to say to the caller. */
export function AskedView(props: AskedViewProps): ReactNode {
  const { id, person, onBack } = props;
  const { requests } = useWaiting();
  const { result, isBusy, refetch } = useQuery(PendingChangeDocument, { id });
  const request = result.status === 'ready' ? result.data.pendingDeviceChange : null;
  const isListed = requests.some((one) => one.id === id);
  const isWaiting = request?.state === 'WAITING';
  useEffect(() => {
    // It is in the list as long as it waits.
    if (isWaiting && !isListed) void refetch();
  }, [isListed, isWaiting, refetch]);
  if (result.status === 'loading') {
    return (
      <Loading>
        <Text id="history.loading" />
      </Loading>
    );
  }
  if (request === null) {
    const failure = result.status === 'failed' ? result.failure : readFailureOf(result.errors[0]);
    return (
      <FailurePanel
        title={<Text id="history.failed" />}
        failure={failure}
        isBusy={isBusy}
        onRetry={() => void refetch()}
      />
    );
  }
  const { reference, verification } = request;
  const isProven = verification !== null && verification.provenBy !== null;
  const isProvenByCode = isProven && verification.method === 'code';
  const aside = { person, reference, isProvenByCode, onBack: () => onBack(!isWaiting) };
  return isWaiting ? (
    <WaitingView {...props} request={request} isReading={isBusy} onLook={refetch} aside={aside} />
  ) : (
    <EndedView {...props} request={request} aside={aside} />
  );
}

interface Aside {
  readonly person: Person;
  readonly reference: string;
  readonly isProvenByCode: boolean;
  readonly onBack: () => void;
}

function WaitingView({
  request,
  person,
  isResult,
  isReading,
  onLook,
  aside,
}: AskedViewProps & {
  readonly request: Request;
  readonly isReading: boolean;
  readonly onLook: () => Promise<unknown>;
  readonly aside: Aside;
}): ReactNode {
  const { t } = useText();
  const time = useDueText(request.expiresAt);
  return (
    <div className="desk">
      <div className="desk-column">
        <Panel
          seal="waiting"
          isResult={isResult}
          title={<Text id="ask.waits" values={{ time: <DueTime at={request.expiresAt} /> }} />}
          line={
            <Text
              id="ask.waitsLine"
              values={{ time: <Time at={request.requestedAt} look="clock" /> }}
            />
          }
        >
          <RequestedDevices devices={request.devices} />
          <WaitingTools
            request={request}
            name={nameOf(person)}
            isReading={isReading}
            onLook={onLook}
          />
          <div className="card-foot panel-foot">
            <Reference>{request.reference}</Reference>
          </div>
        </Panel>
      </div>
      <SayAside {...aside} sentence={t('ask.say', { time })} />
    </div>
  );
}

/** What the agent reads to the caller at each end. */
const said = {
  done: 'ask.say.done',
  newCode: 'say.code',
  partly: 'ask.say.partly',
  notDone: 'say.nothing',
  unknown: 'say.unknown',
  rejected: 'say.nothing',
  withdrawn: 'say.nothing',
  expired: 'say.nothing',
  changed: 'say.nothing',
  gone: 'ask.say.gone',
  refused: 'say.nothing',
} as const satisfies Record<RequestEnd, MessageKey>;

function EndedView({
  request,
  aside,
  person,
  readAt,
  onStale,
}: Pick<AskedViewProps, 'person' | 'readAt' | 'onStale'> & {
  readonly request: Request;
  readonly aside: Aside;
}): ReactNode {
  const { t } = useText();
  const [end, setEnd] = useState<RequestEnd | null>(null);
  const [readStale] = useState(() => onStale);
  useEffect(() => void readStale(), [readStale]);
  return (
    <div className="desk">
      <div className="desk-column">
        <RequestEndPanel
          request={request}
          person={person}
          readAt={readAt}
          isResult
          onEnd={setEnd}
        />
      </div>
      {end !== null && <SayAside {...aside} sentence={t(said[end])} />}
    </div>
  );
}

function SayAside({
  person,
  isProvenByCode,
  reference,
  onBack,
  sentence,
}: Aside & { readonly sentence: string }): ReactNode {
  return (
    <OutcomeAside
      paragraphs={[sentence]}
      isProvenByCode={isProvenByCode}
      reference={reference}
      onBack={onBack}
      back={<Text id="done.back" values={{ name: <Name>{shortNameOf(person)}</Name> }} />}
    />
  );
}
