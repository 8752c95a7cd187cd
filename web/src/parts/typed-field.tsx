import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { FieldFault } from './text-field.tsx';

/** A word or number to type before a wide act, so that two clicks cannot do it. */
export interface Typed {
  /** The field, to show in the dialog. */
  readonly field: ReactNode;
  /** Whether the right text is typed. If not, the field says so and takes the focus. */
  check(): boolean;
}

/** Asks the reader to type a text. If none is asked for, the check succeeds without a field. */
export function useTyped({
  label,
  fault,
  isRight,
  isNumber = false,
  onEnter,
}: {
  /** Null to ask for nothing. */
  readonly label: ReactNode;
  readonly fault: ReactNode;
  readonly isRight: (typed: string) => boolean;
  readonly isNumber?: boolean;
  readonly onEnter: () => void;
}): Typed {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  if (label === null) return { field: null, check: () => true };
  const check = (): boolean => {
    const right = isRight(typed.trim());
    setWrong(!right);
    if (!right) input.current?.focus();
    return right;
  };
  const field = (
    <div className="field dialog-facts">
      <label htmlFor={id}>{label}</label>
      <input
        ref={input}
        className="input"
        id={id}
        value={typed}
        inputMode={isNumber ? 'numeric' : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-first-focus
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-error` : undefined}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Do not submit the form behind the dialog.
          event.preventDefault();
          onEnter();
        }}
      />
      {isWrong && (
        <div role="alert">
          <FieldFault id={`${id}-error`}>{fault}</FieldFault>
        </div>
      )}
    </div>
  );
  return { field, check };
}
