import { useId, useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import type { RecordedOutcome } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { Icon } from '../parts/icon.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';

/** What is asked of the record; `turn` tells one question from the one before. */
export interface HistoryQuestion {
  readonly realm: string | null;
  readonly person: string;
  readonly actor: string;
  readonly outcome: RecordedOutcome | 'REFUSED' | '';
  readonly turn: number;
}

const outcomes = ['DONE', 'NOT_DONE', 'UNKNOWN', 'REFUSED'] as const;

/** Narrows the list: a realm, of whom, by whom, how it ended. */
export function Filters({
  question,
  onAsk,
}: {
  readonly question: HistoryQuestion;
  readonly onAsk: (question: HistoryQuestion) => void;
}): ReactNode {
  const { caller } = useViewer();
  const { t } = useText();
  const [typed, setTyped] = useState(question);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onAsk({ ...typed, turn: question.turn + 1 });
  };
  const isOutcome = (value: string): value is (typeof outcomes)[number] =>
    outcomes.some((one) => one === value);
  return (
    <form className="card form history-filters" role="search" onSubmit={submit}>
      {caller.realms.length > 1 && (
        <Choice
          label="find.realm"
          value={typed.realm ?? ''}
          options={caller.realms.map((realm) => [realm, realm])}
          onChoose={(realm) => setTyped({ ...typed, realm })}
        />
      )}
      <Words
        label="history.person"
        value={typed.person}
        onType={(person) => setTyped({ ...typed, person })}
      />
      <Words
        label="history.actor"
        value={typed.actor}
        onType={(actor) => setTyped({ ...typed, actor })}
      />
      <Choice
        label="history.outcome"
        value={typed.outcome}
        options={[
          ['', t('history.outcome.all')],
          ...outcomes.map((one) => [one, t(`history.outcome.${one}`)] as const),
        ]}
        onChoose={(value) => setTyped({ ...typed, outcome: isOutcome(value) ? value : '' })}
      />
      <div className="search-button">
        <button type="submit" className="button button-primary">
          <Text id="history.show" />
        </button>
      </div>
    </form>
  );
}

function Words({
  label,
  value,
  onType,
}: {
  readonly label: MessageKey;
  readonly value: string;
  readonly onType: (value: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id={label} />
      </label>
      <input
        className="input"
        id={id}
        value={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={({ target }) => onType(target.value)}
      />
    </div>
  );
}

function Choice({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: MessageKey;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id={label} />
      </label>
      <span className="select">
        <select
          className="input"
          id={id}
          value={value}
          onChange={({ target }) => onChoose(target.value)}
        >
          {options.map(([each, name]) => (
            <option key={each} value={each}>
              {name}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
    </div>
  );
}
