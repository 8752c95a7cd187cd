import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { useMenu } from './use-menu.ts';

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

/** One button that opens and closes the others, where the list is narrow. */
function RowMenu({
  actions,
  label,
}: {
  readonly actions: readonly RowAction[];
  readonly label: string;
}): ReactNode {
  const { isOpen, box, toggle, setOpen } = useMenu();
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
