import { useId } from 'react';
import type { ReactNode } from 'react';
import { Fact } from '../parts/fact.tsx';
import { Name } from '../parts/name.tsx';
import { Time, useList } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { ShownCampaign } from './campaign.ts';

/** What the campaign removes, and who created and started it. */
export function CampaignFacts({ campaign }: { readonly campaign: ShownCampaign }): ReactNode {
  const { area, kinds, ticket, isEndingSessions, endedAt } = campaign;
  const { createdAt, createdBy, startedAt, startedBy } = campaign;
  const list = useList();
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <div className="form">
        <h2 id={id}>
          <Text id="campaign.about" />
        </h2>
        <dl className="campaign-facts">
          {area !== null && (
            <Fact name="person.area">
              <Name>{area}</Name>
            </Fact>
          )}
          <Fact name="campaign.kinds">
            {list(kinds.map((kind) => <Text key={kind} id={`kind.${kind}.title`} />))}
          </Fact>
          {ticket !== null && (
            <Fact name="history.ticket">
              <Name>{ticket}</Name>
            </Fact>
          )}
          <Fact name="campaign.sessions">
            <Text id={isEndingSessions ? 'campaign.sessionsEnd' : 'campaign.sessionsStay'} />
          </Fact>
          <Fact name="campaign.state.DRAFT">
            <By at={createdAt} actor={createdBy} />
          </Fact>
          {startedAt !== null && startedBy !== null && (
            <Fact name="campaign.started">
              <By at={startedAt} actor={startedBy} />
            </Fact>
          )}
          {endedAt !== null && (
            <Fact name="campaign.state.DONE">
              <Time at={endedAt} />
            </Fact>
          )}
        </dl>
      </div>
    </section>
  );
}

/** When, and who it was. AM confirms no name of the command line, so it is marked as stated. */
function By({
  at,
  actor: { amId, operator },
}: {
  readonly at: string;
  readonly actor: ShownCampaign['createdBy'];
}): ReactNode {
  const values = { time: <Time at={at} />, name: <Name>{operator?.name ?? amId ?? ''}</Name> };
  if (operator === null) return <Text id="campaign.by.person" values={values} />;
  const { account } = operator;
  const stated = account === null ? <Text id="campaign.by.noAccount" /> : <Name>{account}</Name>;
  return <Text id="campaign.by.stated" values={{ ...values, account: stated }} />;
}
