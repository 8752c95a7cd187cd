import type { ReactNode } from 'react';
import { Icon } from '../parts/icon.tsx';
import { useMenu } from '../parts/use-menu.ts';

/** A button of the top bar, and what it opens. */
export function BarMenu({
  title,
  label,
  isHere = false,
  children,
}: {
  readonly title: ReactNode;
  /** The accessible name, if it says more than the title. */
  readonly label?: string | undefined;
  /** Whether the open page is in the menu. */
  readonly isHere?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const { isOpen, box, toggle, setOpen } = useMenu();
  return (
    <div ref={box} className="bar-menu">
      <button
        ref={toggle}
        type="button"
        aria-expanded={isOpen}
        aria-label={label}
        aria-current={isHere || undefined}
        onClick={() => setOpen(!isOpen)}
      >
        {title}
        <Icon name="down" />
      </button>
      <div className="bar-menu-list" hidden={!isOpen}>
        {children}
      </div>
    </div>
  );
}
