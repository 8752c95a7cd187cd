import { useEffect, useId, useRef } from 'react';
import type { ReactNode, SyntheticEvent } from 'react';

/** What a dialog shows. */
export interface DialogProps {
  /** The action and what it is about. */
  readonly title: ReactNode;
  /** The consequence, in one sentence. */
  readonly consequence?: ReactNode;
  /** The name of the part that scrolls. */
  readonly bodyLabel: string;
  readonly children: ReactNode;
  /** The buttons; the one that cancels stands first and has the first focus. */
  readonly foot: ReactNode;
  /** Escape, and the buttons of the browser that mean the same. The veil does nothing. */
  readonly onCancel: () => void;
  /** While a change is under way the dialog stays. */
  readonly isBusy?: boolean;
}

/**
 * The browser's own modal dialog: it keeps the focus, makes the rest of the page inert, and gives the focus back to
 * where it was. What is typed is lost only with the dialog, which closes by its buttons and by Escape alone.
 */
export function Dialog(props: DialogProps): ReactNode {
  const { title, consequence, bodyLabel, children, foot, onCancel, isBusy = false } = props;
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const opener = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>('[data-first-focus]')?.focus({ preventScroll: true });
    // In a low window the dialog scrolls as a whole; it is read from its head.
    element?.scrollTo(0, 0);
    return () => {
      element?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  const cancel = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (!isBusy) onCancel();
  };
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={consequence === undefined ? undefined : `${id}-consequence`}
      onCancel={cancel}
      // Chromium closes at the second Escape in a row although the first was prevented.
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel(event);
      }}
    >
      <div className="dialog-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {consequence !== undefined && <p id={`${id}-consequence`}>{consequence}</p>}
      </div>
      {/* A part that scrolls must be reached by the keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="dialog-body" tabIndex={0} role="region" aria-label={bodyLabel}>
        {children}
      </div>
      <div className="dialog-foot">{foot}</div>
    </dialog>
  );
}
