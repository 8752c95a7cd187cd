import { useId, useRef, useState } from 'react';
import type { ReactNode, Ref, SyntheticEvent } from 'react';
import { config } from '../config.ts';
import { useViewer } from '../data/session.tsx';
import { Icon } from '../parts/icon.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { Text, useText } from '../text/text.tsx';
import { SearchResults } from './search-results.tsx';
import type { Search } from './search-results.tsx';

const shortest = 3;

/** Finds the person who calls. Nothing of a search stands in the address, which browsers keep. */
export function Find(): ReactNode {
  const [search, setSearch] = useState<Search | null>(null);
  usePageTitle('find.title');
  return (
    <main className="page" id="main">
      <div className="find">
        <div className="find-head">
          <h1>
            <Text id="find.title" />
          </h1>
          <p>
            <Text id="find.lead" />
          </p>
        </div>
        <SearchForm onSearch={setSearch} />
      </div>
      {search !== null && <SearchResults key={search.turn} search={search} />}
    </main>
  );
}

function SearchForm({ onSearch }: { readonly onSearch: (search: Search) => void }): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  const turn = useRef(0);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [realm, setRealm] = useState(caller.realm ?? config.defaultRealm ?? caller.realms[0] ?? '');
  const [isTooShort, setTooShort] = useState(false);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const wanted = text.trim();
    setTooShort(wanted.length < shortest);
    if (wanted.length < shortest) {
      input.current?.focus();
      return;
    }
    turn.current += 1;
    onSearch({ text: wanted, realm, turn: turn.current });
  };
  return (
    <form className="card form search" role="search" onSubmit={submit} noValidate>
      <SearchField ref={input} text={text} isTooShort={isTooShort} onText={setText} />
      {caller.realms.length > 1 && (
        <RealmField realms={caller.realms} chosen={realm} onChoose={setRealm} />
      )}
      <div className="search-button">
        <button type="submit" className="button button-primary">
          {t('find.button')}
        </button>
      </div>
    </form>
  );
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
      <span className="with-icon">
        <Icon name="search" />
        <input
          ref={ref}
          className="input input-large"
          id={id}
          type="search"
          value={text}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          // The first thing that everybody does here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-invalid={isTooShort}
          aria-describedby={isTooShort ? `${id}-error ${id}-hint` : `${id}-hint`}
          onChange={({ target }) => onText(target.value)}
        />
      </span>
      {isTooShort && (
        <p className="field-error" id={`${id}-error`} role="alert">
          <Icon name="warn" />
          <Text id="find.tooShort" values={{ shortest }} />
        </p>
      )}
      <p className="hint" id={`${id}-hint`}>
        <Text id="find.hint" values={{ shortest }} />
      </p>
    </div>
  );
}

function RealmField({
  realms,
  chosen,
  onChoose,
}: {
  readonly realms: readonly string[];
  readonly chosen: string;
  readonly onChoose: (realm: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id="find.realm" />
      </label>
      <span className="select">
        <select
          className="input input-large"
          id={id}
          value={chosen}
          onChange={({ target }) => onChoose(target.value)}
        >
          {realms.map((realm) => (
            <option key={realm}>{realm}</option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </div>
  );
}
