import { useEffect, useId, useRef } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';
import { focusViewTitle } from '../shell/view-title.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { Button } from './button.tsx';

/** The contents of a dialog. */
export interface DialogProps {
  /** The action and its object. */
  readonly title: ReactNode;
  /** The consequence, in one sentence. */
  readonly consequence?: ReactNode;
  /** The accessible name of the part that scrolls. */
  readonly bodyLabel: string;
  readonly children: ReactNode;
  /** The text of the button that cancels. It has the first focus, unless a field has it. */
  readonly cancelText?: MessageKey;
  /** A field that stays in view beside the button of the action. */
  readonly field?: ReactNode;
  /** Whether its thread has two columns where there is room. */
  readonly isWide?: boolean;
  /** The button of the action. */
  readonly action?: ReactNode;
  /** Called for Escape and its equivalents. A click beside the dialog does nothing. */
  readonly onCancel: () => void;
  /** Whether a change is in flight; then the dialog cannot be closed. */
  readonly isBusy?: boolean;
}

/**
 * The browser's own modal dialog: it traps the focus, makes the rest of the page inert, and returns
 * the focus to its opener. Only its buttons and Escape close it, so that typed text is not lost.
 */
export function Dialog(props: DialogProps): ReactNode {
  const { title, consequence, bodyLabel, children, cancelText = 'cancel', action } = props;
  const { onCancel, isBusy = false, field = null, isWide = false } = props;
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus({ preventScroll: true });
    // In a low window the whole dialog scrolls; show its head first.
    element?.scrollTo(0, 0);
    return () => {
      element?.close();
      const isThere = opener instanceof HTMLElement && opener.isConnected;
      if (isThere && opener !== document.body) opener.focus();
      else focusViewTitle();
    };
  }, []);
  const cancel = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBusy) onCancel();
  };
  return (
    <dialog
      ref={dialog}
      className={isWide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={`${id}-title`}
      aria-describedby={consequence === undefined ? undefined : `${id}-consequence`}
      onCancel={cancel}
      // Chromium closes the dialog at the second Escape in a row even if `cancel` was prevented.
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel(event);
      }}
    >
      <div className="dialog-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {consequence !== undefined && <p id={`${id}-consequence`}>{consequence}</p>}
      </div>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="dialog-body" tabIndex={0} role="region" aria-label={bodyLabel}>
        {children}
      </div>
      <div className="dialog-foot">
        {field}
        <Button hasFirstFocus isBusy={isBusy} onPress={onCancel}>
          <Text id={cancelText} />
        </Button>
        {action}
      </div>
    </dialog>
  );
}
