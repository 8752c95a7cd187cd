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
  /** What assistive technology reads, where what is shown does not name the thing: it begins as what is shown. */
  readonly label?: string;
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
  label,
  hasFirstFocus = false,
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={`button ${looks[look]} ${isDense ? 'button-dense' : ''}`}
      aria-label={label}
      aria-disabled={isBusy || undefined}
      aria-haspopup={opensDialog ? 'dialog' : undefined}
      data-first-focus={hasFirstFocus || undefined}
      onClick={() => {
        if (!isBusy) onPress();
      }}
    >
      {children}
    </button>
  );
}
