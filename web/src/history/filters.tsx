import { useId, useState } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import type { DeviceChangeOutcome, DeviceChangeReportState } from '@identity-gateway/client';
import { hasPermission } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { SelectField } from '../parts/select-field.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';
import { textFilters } from './filter.ts';
import type { HistoryFilters } from './filter.ts';

/** Whether an outcome is offered as a filter. */
const offersOutcome = {
  DONE: true,
  NOT_DONE: true,
  UNKNOWN: true,
  REFUSED: true,
  CONFIRMED: false,
  NOTHING_TO_RESET: false,
  WOULD_REMOVE: false,
} as const satisfies Record<DeviceChangeOutcome | 'REFUSED', boolean>;

type OfferedOutcome = {
  [Name in keyof typeof offersOutcome]: (typeof offersOutcome)[Name] extends true ? Name : never;
}[keyof typeof offersOutcome];

const isOffered = (value: string): value is OfferedOutcome =>
  Object.entries(offersOutcome).some(([name, isTrue]) => isTrue && name === value);

const offeredOutcomes = Object.keys(offersOutcome).filter(isOffered);

const isReportState = (value: string): value is DeviceChangeReportState =>
  Object.hasOwn(offersReport, value);

/** The states of reports, in the order of the form. */
const offersReport = { OPEN: true, TAKEN: true } as const satisfies Record<
  DeviceChangeReportState,
  true
>;
const reportStates = Object.keys(offersReport).filter(isReportState);

/** What is typed into the form, and a function that changes it. */
interface Typed {
  readonly typed: HistoryFilters;
  readonly onChange: (change: Partial<HistoryFilters>) => void;
}

/** Filters the changes. */
export function Filters({
  filters,
  onApply,
}: {
  readonly filters: HistoryFilters;
  readonly onApply: (filters: HistoryFilters) => void;
}): ReactNode {
  const { caller } = useViewer();
  const [typed, setTyped] = useState(filters);
  const onChange = (change: Partial<HistoryFilters>): void => setTyped({ ...typed, ...change });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onApply({ ...typed, number: filters.number + 1 });
  };
  return (
    <form className="card form history-filters" role="search" onSubmit={submit}>
      {caller.realms.length > 1 && (
        <SelectField
          label="find.realm"
          value={typed.realm ?? ''}
          options={caller.realms.map((realm) => [realm, realm])}
          onChoose={(realm) => onChange({ realm })}
        />
      )}
      {textFilters.map((name) => (
        <TextField
          key={name}
          type={name === 'from' || name === 'to' ? 'date' : 'text'}
          label={`history.${name}`}
          value={typed[name]}
          onType={(text) => onChange({ [name]: text })}
        />
      ))}
      <OutcomeFields typed={typed} onChange={onChange} />
      <div className="search-button">
        <button type="submit" className="button button-primary">
          <Text id="history.show" />
        </button>
      </div>
    </form>
  );
}

function OutcomeFields({ typed, onChange }: Typed): ReactNode {
  const { t } = useText();
  const { caller } = useViewer();
  const outcomes = offeredOutcomes.filter(
    (name) => name !== 'REFUSED' || hasPermission(caller, 'canViewRefusals'),
  );
  return (
    <>
      <SelectField
        label="history.outcome"
        value={typed.outcome}
        options={[
          ['', t('history.outcome.all')],
          ...outcomes.map((name) => [name, t(`history.outcome.${name}`)] as const),
        ]}
        onChoose={(value) => onChange({ outcome: isOffered(value) ? value : '', report: '' })}
      />
      <SelectField
        label="history.report"
        value={typed.report}
        options={[
          ['', t('history.report.all')],
          ...reportStates.map((name) => [name, t(`history.report.${name}`)] as const),
        ]}
        onChoose={(value) =>
          onChange({ report: reportStates.find((one) => one === value) ?? '', outcome: '' })
        }
      />
      <label className="choice history-tries">
        <input
          type="checkbox"
          checked={typed.withTries}
          onChange={({ target }) => onChange({ withTries: target.checked })}
        />
        <Text id="history.tries" />
      </label>
    </>
  );
}

function TextField({
  label,
  type = 'text',
  value,
  onType,
}: {
  readonly label: MessageKey;
  readonly type?: 'text' | 'date';
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
        type={type}
        value={value}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={({ target }) => onType(target.value)}
      />
    </div>
  );
}
