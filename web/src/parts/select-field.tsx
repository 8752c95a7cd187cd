import { useId } from 'react';
import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { Icon } from './icon.tsx';

/** A choice among a few values, which have names. */
export function SelectField({
  label,
  value,
  options,
  onChoose,
  isLarge = false,
}: {
  readonly label: MessageKey;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
  readonly isLarge?: boolean;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id={label} />
      </label>
      <span className="select">
        <select
          className={isLarge ? 'input input-large' : 'input'}
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
