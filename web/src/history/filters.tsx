import { useId, useRef, useState } from 'react';
import type { ReactNode, Ref, SyntheticEvent } from 'react';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { RealmField } from '../parts/realm-field.tsx';
import { SearchInput } from '../parts/search-input.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { TextField } from '../parts/text-field.tsx';
import { Text, useText } from '../text/text.tsx';
import { Chips } from './chips.tsx';
import {
  lineOf,
  offeredOutcomes,
  reportStates,
  withLine,
  withOutcome,
  withReport,
} from './filter.ts';
import type { HistoryFilters } from './filter.ts';

/** Filters the changes: a search line, chips, and the other fields behind _More_. */
export function Filters({
  filters,
  onApply,
}: {
  readonly filters: HistoryFilters;
  readonly onApply: (filters: HistoryFilters) => void;
}): ReactNode {
  const [typed, setTyped] = useState(filters);
  const [line, setLine] = useState(lineOf(filters));
  const field = useRef<HTMLInputElement>(null);
  const apply = (next: HistoryFilters): void => {
    setTyped(next);
    setLine(lineOf(next));
    onApply({ ...next, number: filters.number + 1 });
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    apply(withLine(typed, line));
  };
  return (
    <form className="card form history-filters" role="search" onSubmit={submit}>
      <div className="history-line">
        <SearchLine ref={field} line={line} onLine={setLine} />
        <RealmField
          isLarge
          realm={typed.realm}
          onChoose={(realm) => setTyped({ ...typed, realm })}
        />
        <button type="submit" className="button button-primary">
          <Text id="history.show" />
        </button>
      </div>
      <Chips filters={filters} onApply={apply} onRemoved={() => field.current?.focus()} />
      <details className="more">
        <summary>
          <Text id="history.more" />
        </summary>
        <MoreFields typed={typed} onTyped={setTyped} />
      </details>
    </form>
  );
}

function SearchLine({
  ref,
  line,
  onLine,
}: {
  readonly ref: Ref<HTMLInputElement>;
  readonly line: string;
  readonly onLine: (line: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id="history.find" />
      </label>
      <SearchInput ref={ref} id={id} dir="auto" value={line} maxLength={255} onType={onLine} />
    </div>
  );
}

/** The fields that few searches need. */
function MoreFields({
  typed,
  onTyped,
}: {
  readonly typed: HistoryFilters;
  readonly onTyped: (filters: HistoryFilters) => void;
}): ReactNode {
  const { t } = useText();
  const { caller } = useViewer();
  const outcomes = offeredOutcomes.filter(
    (name) => name !== 'REFUSED' || hasPermission(caller, 'canViewRefusals'),
  );
  return (
    <div className="more-fields">
      {(['actor', 'ticket', 'from', 'to'] as const).map((name) => (
        <TextField
          key={name}
          label={`history.${name}`}
          type={name === 'from' || name === 'to' ? 'date' : 'text'}
          isName
          value={typed[name]}
          onType={(text) => onTyped({ ...typed, [name]: text })}
        />
      ))}
      <SelectField
        label="history.outcome"
        value={typed.outcome}
        options={[
          ['', t('history.outcome.all')],
          ...outcomes.map((name) => [name, t(`history.outcome.${name}`)] as const),
        ]}
        onChoose={(value) => onTyped(withOutcome(typed, value))}
      />
      <SelectField
        label="history.report"
        value={typed.report}
        options={[
          ['', t('history.report.all')],
          ...reportStates.map((name) => [name, t(`history.report.${name}`)] as const),
        ]}
        onChoose={(value) => onTyped(withReport(typed, value))}
      />
      <label className="choice history-tries">
        <input
          type="checkbox"
          checked={typed.withTries}
          onChange={({ target }) => onTyped({ ...typed, withTries: target.checked })}
        />
        <Text id="history.tries" />
      </label>
      <div className="button-row">
        <button type="submit" className="button">
          <Text id="history.apply" />
        </button>
      </div>
    </div>
  );
}
