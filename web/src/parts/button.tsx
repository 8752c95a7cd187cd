import type { ReactNode } from 'react';

/** The properties of a button. */
export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: 'plain' | 'primary' | 'danger';
  readonly isDense?: boolean;
  /** Whether its action is in flight. The button stays in place and ignores clicks. */
  readonly isBusy?: boolean;
  readonly opensDialog?: boolean;
  /** A fuller label for assistive technology. It starts with the visible label. */
  readonly label?: string;
  /** Whether a dialog focuses it first. */
  readonly hasFirstFocus?: boolean;
}

const looks = { plain: '', primary: 'button-primary', danger: 'button-danger' };

/** A button. It is never disabled: a button that cannot act is not shown, or is busy. */
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
