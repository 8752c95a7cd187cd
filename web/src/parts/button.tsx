import type { ReactNode } from 'react';

/** What a button shows and does. */
export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: 'plain' | 'primary' | 'danger';
  readonly isDense?: boolean;
  /** Whether what it does is under way: it stays where it was, says so, and does not act again. */
  readonly isBusy?: boolean;
  readonly opensDialog?: boolean;
  /** Whether it has the focus when it appears: the button of a dialog that cancels. */
  readonly hasFirstFocus?: boolean;
}

const looks = { plain: '', primary: 'button-primary', danger: 'button-danger' };

/** A button. One that cannot act says why; there are no dead ones. */
export function Button({
  children,
  onPress,
  look = 'plain',
  isDense = false,
  isBusy = false,
  opensDialog = false,
  hasFirstFocus = false,
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={`button ${looks[look]} ${isDense ? 'button-dense' : ''}`}
      aria-disabled={isBusy || undefined}
      aria-haspopup={opensDialog ? 'dialog' : undefined}
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus={hasFirstFocus}
      onClick={() => {
        if (!isBusy) onPress();
      }}
    >
      {children}
    </button>
  );
}
