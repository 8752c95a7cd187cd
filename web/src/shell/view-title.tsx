import { useEffect, useLayoutEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';

let isFirstView = true;

/**
 * The heading of a view. A view that replaces another one moves the focus to it, so that a
 * screen reader reads it and Tab continues from there. The first view leaves the focus alone,
 * unless it `isResult` of an action that loaded the page again. A view that starts with a field of
 * its own has `hasFocusedField`, and the field keeps the focus.
 */
export function ViewTitle({
  isHidden = false,
  isResult = false,
  hasFocusedField = false,
  children,
}: {
  readonly isHidden?: boolean;
  readonly isResult?: boolean;
  readonly hasFocusedField?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const isChange = (isResult || !isFirstView) && !hasFocusedField;
    if (isChange && document.querySelector('dialog[open]') === null) heading.current?.focus();
    isFirstView = false;
  }, [isResult, hasFocusedField]);
  return (
    <h1 ref={heading} className={isHidden ? 'hidden-text' : undefined} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** Moves the focus to the heading of the view, because the focused element disappears. */
export function focusViewTitle(): void {
  document.querySelector<HTMLElement>('main h1')?.focus();
}

/**
 * For a part that may disappear while it has the focus, as a button that retries does: moves the
 * focus to the heading of the section around it, or of the view.
 */
export function useFocusAfter<Part extends HTMLElement>(): RefObject<Part | null> {
  const part = useRef<Part>(null);
  useLayoutEffect(() => {
    const element = part.current;
    return () => {
      if (element?.contains(document.activeElement) !== true) return;
      const heading = element.parentElement?.closest('section')?.querySelector('h2');
      if (heading === undefined || heading === null) {
        focusViewTitle();
        return;
      }
      heading.tabIndex = -1;
      heading.focus();
    };
  }, []);
  return part;
}
