import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { SearchPeopleDocument } from '@identity-gateway/client';
import type { SearchPeopleQuery } from '@identity-gateway/client';
import { failureOf } from '../data/failure.ts';
import { useQuery } from '../data/use-query.ts';
import { FailurePanel } from '../parts/failure-panel.tsx';
import { ForwardIcon } from '../parts/icon.tsx';
import { Loading } from '../parts/loading.tsx';
import { Name } from '../parts/name.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { MaskedMail } from './masked-mail.tsx';
import { nameOf } from './person.ts';

/** What is searched for; `turn` tells a repeated search from the one before. */
export interface Search {
  readonly text: string;
  readonly realm: string;
  readonly turn: number;
}

type Found = NonNullable<SearchPeopleQuery['users']>['edges'][number]['node'];

const most = 20;

/** Who was found: exact matches first. */
export function SearchResults({ search }: { readonly search: Search }): ReactNode {
  const { text, realm } = search;
  const { read, busy, refetch } = useQuery(SearchPeopleDocument, {
    search: text,
    realm,
    first: most,
  });
  if (read.status === 'loading') {
    return (
      <Loading>
        <Text id="find.loading" />
      </Loading>
    );
  }
  const users = read.status === 'ready' ? read.data.users : null;
  if (users === null) {
    const failure = read.status === 'failed' ? read.failure : failureOf(read.errors[0]);
    return (
      <FailurePanel
        title={<Text id="find.failed" />}
        failure={failure}
        isBusy={busy}
        onRetry={() => void refetch()}
      />
    );
  }
  return (
    <People
      search={search}
      found={users.edges.map(({ node }) => node)}
      more={users.pageInfo.hasNextPage}
    />
  );
}

function People({
  search,
  found,
  more,
}: {
  readonly search: Search;
  readonly found: readonly Found[];
  readonly more: boolean;
}): ReactNode {
  const exact = found.filter((person) => isExact(person, search.text));
  const others = found.filter((person) => !exact.includes(person));
  const said = { text: search.text, realm: search.realm };
  return (
    <>
      <p className="hidden-text" role="status">
        <Text id="find.status" values={{ ...said, exact: exact.length, others: others.length }} />
      </p>
      <div className="kinds">
        {found.length === 0 && (
          <div className="card card-empty">
            <p>
              <Text id="find.nobody" values={said} />
            </p>
          </div>
        )}
        {exact.length > 0 && (
          <PeopleSection
            title="find.exact"
            about={<Text id="find.exactAbout" values={said} />}
            people={exact}
            isExact
          />
        )}
        {others.length > 0 && (
          <PeopleSection
            title="find.others"
            about={
              <>
                <Text id="find.othersAbout" values={said} />{' '}
                {more && <Text id="find.more" values={{ most }} />}
              </>
            }
            people={others}
          />
        )}
      </div>
    </>
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
  readonly people: readonly Found[];
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
      {/* Safari forgets that an unmarked list is one. */}
      {/* oxlint-disable-next-line jsx-a11y/no-redundant-roles */}
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

function PersonLink({ person }: { readonly person: Found }): ReactNode {
  const { t } = useText();
  return (
    <Link href={`/help-desk/${encodeURIComponent(person.id)}`}>
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

function isExact({ username, email }: Found, text: string): boolean {
  const same = (one: string | null): boolean =>
    one !== null && one.localeCompare(text, undefined, { sensitivity: 'accent' }) === 0;
  return same(username) || same(email);
}
