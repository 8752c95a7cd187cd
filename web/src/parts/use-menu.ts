import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** A button that opens and closes a menu. */
export interface Menu {
  readonly isOpen: boolean;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly toggle: RefObject<HTMLButtonElement | null>;
  setOpen(isOpen: boolean): void;
}

/** Returns a menu that Escape, and a click or the focus elsewhere, close. */
export function useMenu(): Menu {
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
  return { isOpen, box, toggle, setOpen };
}
