import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import { ChangeSource } from '../parts/change-source.tsx';
import { ChangeText } from '../parts/change-text.tsx';
import type { Person } from './person.ts';

/** The recorded changes of a user's devices. */
export function EarlierChanges({ history, reset }: Pick<Person, 'history' | 'reset'>): ReactNode {
  const changes = history?.edges.map(({ node }) => node).filter(({ isDryRun }) => !isDryRun);
  const whyUnread = reset.reason === 'TARGET_PRIVILEGED' ? 'earlier.privileged' : 'earlier.failed';
  const whyNone = changes === undefined ? whyUnread : 'earlier.none';
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
            <Text id={whyNone} />
          </p>
        ) : (
          <ol className="events events-pair" role="list">
            {changes.map((change) => (
              <li key={change.id}>
                <Time at={change.at} />
                <span>
                  <ChangeText change={change} />
                  <br />
                  <span className="quiet small">
                    <ChangeSource change={change} />
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
