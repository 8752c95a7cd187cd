import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { SearchPeopleDocument } from '@identity-gateway/client';
import type { SearchPeopleQuery } from '@identity-gateway/client';
import { readFailureOf } from '../data/failure.ts';
import { runQuery } from '../data/run-query.ts';
import { useViewer } from '../data/session.tsx';
import { useQueryFunction } from '../data/use-query.ts';
import { useAnnouncement } from '../parts/announcement.tsx';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { ForwardIcon } from '../parts/icon.tsx';
import { Loading } from '../parts/loading.tsx';
import { Name } from '../parts/name.tsx';
import { nameOf } from '../parts/person-name.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { addressOf, deskMemory, onlyExactMatch } from './desk-memory.ts';
import type { Search, SearchResult } from './desk-memory.ts';
import { MaskedMail } from './masked-mail.tsx';

type FoundEdge = NonNullable<SearchPeopleQuery['users']>['edges'][number];
type FoundPerson = FoundEdge['node'];

const maxResults = 20;

/** The users that a search found, exact matches first. */
export function SearchResults({ search }: { readonly search: Search }): ReactNode {
  const [run] = useState(() => runOnce(search));
  const { result, isBusy, refetch } = useQueryFunction(run);
  const [, navigate] = useLocation();
  useEffect(() => {
    if (result.status === 'loading' || !deskMemory.isLinked) return;
    deskMemory.isLinked = false;
    const person = onlyExactMatch(search);
    if (person !== null) navigate(addressOf(person));
  }, [result, search, navigate]);
  if (result.status === 'loading') {
    return (
      <Loading>
        <Text id="find.loading" />
      </Loading>
    );
  }
  const users = result.status === 'ready' ? result.data.users : null;
  if (users === null) {
    const failure = result.status === 'failed' ? result.failure : readFailureOf(result.errors[0]);
    return (
      <FailurePanel
        title={<Text id="find.failed" />}
        failure={failure}
        isBusy={isBusy}
        onRetry={() => void refetch()}
      />
    );
  }
  return <People search={search} found={users.edges} more={users.pageInfo.hasNextPage} />;
}

/** A search that Back shows again is not sent again. */
function runOnce({ number, text, realm }: Search): () => Promise<SearchResult> {
  const isShownBefore = deskMemory.search?.number === number && deskMemory.result !== null;
  let known = isShownBefore ? deskMemory.result : null;
  return async () => {
    const variables = { search: text, realm, first: maxResults };
    const result = known ?? (await runQuery(SearchPeopleDocument, variables));
    known = null;
    if (deskMemory.search?.number === number) deskMemory.result = result;
    return result;
  };
}

function People({
  search,
  found,
  more,
}: {
  readonly search: Search;
  readonly found: readonly FoundEdge[];
  readonly more: boolean;
}): ReactNode {
  const exact = found.filter(({ isExact }) => isExact).map(({ node }) => node);
  const others = found.filter(({ isExact }) => !isExact).map(({ node }) => node);
  const [only, second] = exact;
  const values = { text: search.text, realm: search.realm };
  const { t } = useText();
  useAnnouncement(t('find.status', { ...values, exact: exact.length, others: others.length }));
  return (
    <div className="kinds">
      {found.length === 0 && <NoMatch search={search} />}
      {exact.length > 0 && (
        <PeopleSection
          title="find.exact"
          about={
            <>
              <Text id="find.exactAbout" values={values} />{' '}
              {only !== undefined && second === undefined && (
                <Text id="find.enter" values={{ name: <Name>{nameOf(only)}</Name> }} />
              )}
            </>
          }
          people={exact}
          isExact
        />
      )}
      {others.length > 0 && (
        <PeopleSection
          title="find.others"
          about={
            <>
              <Text id="find.othersAbout" values={values} />{' '}
              {more && <Text id="find.more" values={{ most: maxResults }} />}
            </>
          }
          people={others}
        />
      )}
    </div>
  );
}

/** That no one was found: in the realm, or in the areas to which the agent is limited. */
function NoMatch({ search: { text, realm } }: { readonly search: Search }): ReactNode {
  const { areas } = useViewer().caller;
  const values = { text, realm, areas: <bdi>{areas.join(', ')}</bdi> };
  return (
    <div className="card card-empty">
      <p>
        <Text id={areas.length === 0 ? 'find.nobody' : 'find.nobodyInAreas'} values={values} />
      </p>
    </div>
  );
}

function PeopleSection({
  title,
  about,
  people,
  isExact: isExactMatch = false,
}: {
  readonly title: MessageKey;
  readonly about: ReactNode;
  readonly people: readonly FoundPerson[];
  readonly isExact?: boolean;
}): ReactNode {
  return (
    <section className="kind" aria-labelledby={title}>
      <div className="find-head">
        <h2 id={title}>
          <Text id={title} />
        </h2>
        <p className="small">{about}</p>
      </div>
      <ul className={`card people ${isExactMatch ? 'card-exact' : ''}`} role="list">
        {people.map((person) => (
          <li key={person.id}>
            <PersonLink person={person} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PersonLink({ person }: { readonly person: FoundPerson }): ReactNode {
  const { t } = useText();
  return (
    <Link href={addressOf(person.id)}>
      <span className="person-title">
        <strong>
          <Name>{nameOf(person)}</Name>
        </strong>
        {person.status === 'INACTIVE' && (
          <span className="mark mark-plain">
            <Text id="person.inactive" />
          </span>
        )}
      </span>
      <ForwardIcon />
      <span className="facts">
        <span>
          <span className="hidden-text">{t('person.username')} </span>
          <Name>{person.username}</Name>
        </span>{' '}
        <span>
          {person.email !== null && (
            <>
              <span className="hidden-text">{t('person.mail')} </span>
              <MaskedMail>{person.email}</MaskedMail>
            </>
          )}
        </span>{' '}
        <span>
          <Text id="find.inRealm" values={{ realm: <Name>{person.realm}</Name> }} />
        </span>
      </span>
    </Link>
  );
}
