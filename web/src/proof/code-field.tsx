import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Text } from '../text/text.tsx';
import type { ProofSteps } from './use-proof.ts';

/** The field for a code. It is emptied once the code is sent, because a code works once. */
export function CodeField({
  steps,
}: {
  readonly steps: Pick<ProofSteps, 'isChecking' | 'checkCode'>;
}): ReactNode {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  const check = (): void => {
    const code = typed.replaceAll(/\s/g, '');
    const isCode = /^\d{6,8}$/.test(code);
    setWrong(!isCode);
    if (!isCode) {
      field.current?.focus();
      return;
    }
    setTyped('');
    void steps.checkCode(code);
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        <Text id="proof.codeLabel" />
      </label>
      <span className="with-button">
        <input
          ref={field}
          className="input"
          id={id}
          dir="ltr"
          inputMode="numeric"
          autoComplete="off"
          maxLength={11}
          value={typed}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-error ${id}-hint` : `${id}-hint`}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // Do not submit the form behind the dialog.
            event.preventDefault();
            check();
          }}
        />
        <Button isBusy={steps.isChecking} onPress={check}>
          <Text id={steps.isChecking ? 'outcome.checking' : 'proof.check'} />
        </Button>
      </span>
      {isWrong && (
        <p className="field-error" id={`${id}-error`} role="alert">
          <Icon name="warn" />
          <Text id="proof.codeForm" />
        </p>
      )}
      <p className="hint" id={`${id}-hint`}>
        <Text id="proof.codeHint" />
      </p>
    </div>
  );
}
