import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ForwardIcon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Text, useText } from '../text/text.tsx';
import { addressOf, deskMemory } from './desk-memory.ts';

/** The users that the agent has opened, newest first; nothing before the first. */
export function RecentPeople(): ReactNode {
  const { t } = useText();
  const { people } = deskMemory;
  if (people.length === 0) return null;
  return (
    <div className="kinds">
      <section className="kind" aria-labelledby="recent">
        <div className="find-head">
          <h2 id="recent">
            <Text id="find.recent" />
          </h2>
          <p className="small">
            <Text id="find.recentAbout" />
          </p>
        </div>
        <ul className="card people" role="list">
          {people.map(({ id, name, username, realm }) => (
            <li key={id}>
              <Link href={addressOf(id)}>
                <span className="person-title">
                  <strong>
                    <Name>{name}</Name>
                  </strong>
                </span>
                <ForwardIcon />
                <span className="facts">
                  <span>
                    <span className="hidden-text">{t('person.username')} </span>
                    <Name>{username}</Name>
                  </span>{' '}
                  <span>
                    <Text id="find.inRealm" values={{ realm: <Name>{realm}</Name> }} />
                  </span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
