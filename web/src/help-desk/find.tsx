import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { ReactNode, Ref, SyntheticEvent } from 'react';
import { useLocation, useSearch } from 'wouter';
import { config } from '../config.ts';
import { useViewer } from '../data/session.tsx';
import { SearchedAreas } from '../parts/searched-areas.tsx';
import { Icon } from '../parts/icon.tsx';
import { RealmField } from '../parts/realm-field.tsx';
import { SearchInput } from '../parts/search-input.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { ViewTitle } from '../shell/view-title.tsx';
import { Text, useText } from '../text/text.tsx';
import {
  addressOf,
  deskMemory,
  forgetDesk,
  isInFlight,
  onlyExactMatch,
  takeLink,
} from './desk-memory.ts';
import type { Search } from './desk-memory.ts';
import { DeskQueue } from './desk-queue.tsx';
import { useIdle } from './idle.ts';
import { RecentPeople } from './recent-people.tsx';
import { SearchResults } from './search-results.tsx';

const minSearchLength = 3;

/** Finds a user. The address contains no part of a search, because browsers keep addresses. */
export function Find(): ReactNode {
  const [, navigate] = useLocation();
  const query = useSearch();
  useEffect(() => {
    if (query === '') return;
    takeLink(query);
    navigate('/help-desk', { replace: true });
  }, [query, navigate]);
  return query === '' ? <FindPage /> : null;
}

function FindPage(): ReactNode {
  const [search, setSearch] = useState(deskMemory.search);
  usePageTitle('find.title');
  const forget = useCallback(() => {
    forgetDesk();
    setSearch(null);
  }, []);
  // Only what is shown is lost, so the page does not ask before.
  useIdle(forget);
  return (
    <main className="page" id="main">
      <div className="find">
        <div className="find-head">
          <ViewTitle hasFocusedField>
            <Text id="find.title" />
          </ViewTitle>
          <p>
            <Text id="find.lead" /> <SearchedAreas />
          </p>
        </div>
        <SearchForm search={search} onSearch={setSearch} />
      </div>
      {search === null && <DeskQueue />}
      {search !== null && <SearchResults key={search.number} search={search} />}
      <RecentPeople />
    </main>
  );
}

/** Remembers a search and returns it. */
function newSearch(text: string, realm: string): Search {
  const search = { text, realm, number: (deskMemory.search?.number ?? 0) + 1 };
  Object.assign(deskMemory, { search, result: null });
  return search;
}

function SearchForm({
  search,
  onSearch,
}: {
  readonly search: Search | null;
  readonly onSearch: (search: Search) => void;
}): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(search?.text ?? deskMemory.person);
  const [realm, setRealm] = useState(
    search?.realm ?? caller.realm ?? config.defaultRealm ?? caller.realms[0] ?? '',
  );
  const [isTooShort, setTooShort] = useState(false);
  const submit = (): void => {
    const wanted = text.trim();
    setTooShort(wanted.length < minSearchLength);
    if (wanted.length < minSearchLength) {
      input.current?.focus();
      return;
    }
    // A second Enter, or a double click, while the same search is in flight.
    if (isInFlight({ text: wanted, realm })) return;
    const person = onlyExactMatch({ text: wanted, realm });
    if (person === null) onSearch(newSearch(wanted, realm));
    else navigate(addressOf(person));
  };
  useLinkedPerson(submit);
  return (
    <form
      className="card form search"
      role="search"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        submit();
      }}
      noValidate
    >
      <SearchField ref={input} text={text} isTooShort={isTooShort} onText={setText} />
      <RealmField isLarge realm={realm} onChoose={setRealm} />
      <div className="search-button">
        <button type="submit" className="button button-primary">
          {t('find.button')}
        </button>
      </div>
    </form>
  );
}

/** Searches for the user that a link names. */
function useLinkedPerson(search: () => void): void {
  useEffect(() => {
    if (deskMemory.person === '') return;
    Object.assign(deskMemory, { person: '', isLinked: true });
    search();
  });
}

function SearchField({
  ref,
  text,
  isTooShort,
  onText,
}: {
  readonly ref: Ref<HTMLInputElement>;
  readonly text: string;
  readonly isTooShort: boolean;
  readonly onText: (text: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id="find.label" />
      </label>
      <SearchInput
        ref={ref}
        id={id}
        value={text}
        maxLength={100}
        // The page has no other purpose than this field.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-invalid={isTooShort}
        aria-describedby={isTooShort ? `${id}-error ${id}-hint` : `${id}-hint`}
        onType={onText}
      />
      {isTooShort && (
        <p className="field-error" id={`${id}-error`} role="alert">
          <Icon name="warn" />
          <Text id="find.tooShort" values={{ shortest: minSearchLength }} />
        </p>
      )}
      <p className="hint" id={`${id}-hint`}>
        <Text id="find.hint" values={{ shortest: minSearchLength }} />
      </p>
    </div>
  );
}
