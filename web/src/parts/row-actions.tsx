import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** A button of a row. It opens a dialog. */
export interface RowAction {
  readonly text: MessageKey;
  /** The label for assistive technology: the text, and which row. */
  readonly label: string;
  readonly onPress: () => void;
}

/** The buttons of a row; nothing without one. In a narrow list several are in the row's menu. */
export function RowActions({
  actions,
  menuLabel,
}: {
  readonly actions: readonly RowAction[];
  /** The accessible name of the menu. */
  readonly menuLabel: string;
}): ReactNode {
  if (actions.length === 0) return null;
  if (actions.length > 1) return <RowMenu actions={actions} label={menuLabel} />;
  return (
    <div className="device-actions">
      <Buttons actions={actions} />
    </div>
  );
}

/**
 * One button that opens and closes the others, where the list is narrow. Escape, and a click or the
 * focus elsewhere, close them, too.
 */
function RowMenu({
  actions,
  label,
}: {
  readonly actions: readonly RowAction[];
  readonly label: string;
}): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    const leave = ({ target }: Event): void => {
      if (target instanceof Node && box.current?.contains(target) !== true) setOpen(false);
    };
    const escape = ({ key }: KeyboardEvent): void => {
      if (key !== 'Escape') return;
      toggle.current?.focus();
      setOpen(false);
    };
    document.addEventListener('pointerdown', leave, { signal });
    document.addEventListener('focusin', leave, { signal });
    document.addEventListener('keydown', escape, { signal });
    return () => ending.abort();
  }, [isOpen]);
  return (
    <div ref={box} className="row-menu">
      <button
        ref={toggle}
        type="button"
        className="button button-dense row-menu-toggle"
        aria-expanded={isOpen}
        aria-label={label}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      <div className={`row-menu-buttons ${isOpen ? 'is-open' : ''}`}>
        <Buttons
          actions={actions}
          onPress={() => {
            // The dialog returns the focus to what is in view: in a wide list, to its button.
            toggle.current?.focus();
            setOpen(false);
          }}
        />
      </div>
    </div>
  );
}

function Buttons({
  actions,
  onPress,
}: {
  readonly actions: readonly RowAction[];
  /** Called before the action. */
  readonly onPress?: () => void;
}): ReactNode {
  return actions.map((action) => (
    <Button
      key={action.text}
      isDense
      opensDialog
      label={action.label}
      onPress={() => {
        onPress?.();
        action.onPress();
      }}
    >
      <Text id={action.text} />
    </Button>
  ));
}
