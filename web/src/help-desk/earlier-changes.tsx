import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import { ChangeText } from '../parts/change-text.tsx';
import type { Person, RecordedChange } from './person.ts';

/** What was changed before, by whom and why; from the record and nothing else. */
export function EarlierChanges({ history }: { readonly history: Person['history'] }): ReactNode {
  const changes = history?.edges.map(({ node }) => node).filter(({ dryRun }) => !dryRun);
  return (
    <section className="record" aria-labelledby="earlier">
      <div className="record-head">
        <h2 id="earlier">
          <Text id="earlier.title" />
        </h2>
        <span className="mark mark-plain">
          <Icon name="record" />
          <Text id="earlier.source" />
        </span>
      </div>
      <div className="card">
        {changes === undefined || changes.length === 0 ? (
          <p className="card-empty quiet">
            <Text id={changes === undefined ? 'earlier.failed' : 'earlier.none'} />
          </p>
        ) : (
          // oxlint-disable-next-line jsx-a11y/no-redundant-roles
          <ol className="events events-pair" role="list">
            {changes.map((change) => (
              <li key={change.id}>
                <Time at={change.at} />
                <span>
                  <ChangeText change={change} />
                  <br />
                  <span className="quiet small">
                    <Source change={change} />
                  </span>
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </section>
  );
}

/** Who made it and what they said: `helen, help desk. INC-20418. “Phone lost.” Caller verified by call-back.` */
function Source({ change }: { readonly change: RecordedChange }): ReactNode {
  const { actor, ticket, reason, verification, isOverride } = change;
  return (
    <>
      <Text id={`earlier.by.${actor.role}`} values={{ name: <Name>{actor.amId}</Name> }} />
      {ticket !== null && (
        <>
          {' '}
          <Text id="earlier.ticket" values={{ ticket: <Name>{ticket}</Name> }} />
        </>
      )}
      {reason !== null && (
        <>
          {' '}
          <Text id="earlier.reason" values={{ reason: <Name>{reason}</Name> }} />
        </>
      )}
      {verification !== null && (
        <>
          {' '}
          <Text
            id="earlier.verified"
            values={{
              method: <Name>{verification.method}</Name>,
              time: <Time at={verification.at} look="clock" />,
            }}
          />
        </>
      )}
      {isOverride && (
        <>
          {' '}
          <Text id="earlier.override" />
        </>
      )}
    </>
  );
}
