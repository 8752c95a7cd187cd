import { useId } from 'react';
import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { Icon } from './icon.tsx';

/**
 * A line of text. It listens to `onInput`: React drops an `onChange` after a script of the page has
 * set the value, as some password managers and drivers of browsers do.
 */
export function TextField({
  label,
  value,
  onType,
  type = 'text',
  fault = null,
  isNumber = false,
  isName = false,
}: {
  readonly label: MessageKey;
  readonly value: string;
  readonly onType: (text: string) => void;
  readonly type?: 'text' | 'date';
  readonly fault?: MessageKey | null;
  readonly isNumber?: boolean;
  /** Whether it is a name or a number, which is neither spelled nor capitalized. */
  readonly isName?: boolean;
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
        dir="auto"
        type={type}
        value={value}
        maxLength={500}
        inputMode={isNumber ? 'numeric' : undefined}
        autoComplete="off"
        autoCapitalize={isName ? 'none' : undefined}
        spellCheck={isName ? false : undefined}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : `${id}-error`}
        onInput={({ currentTarget }) => onType(currentTarget.value)}
      />
      {fault !== null && (
        <FieldFault id={`${id}-error`}>
          <Text id={fault} />
        </FieldFault>
      )}
    </div>
  );
}

/** What is wrong with a field. */
export function FieldFault({
  id,
  children,
}: {
  readonly id: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <p className="field-error" id={id}>
      <Icon name="warn" />
      <span>{children}</span>
    </p>
  );
}
