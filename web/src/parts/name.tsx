import type { ReactElement } from 'react';
import { visibleText } from './visible-text.ts';

/**
 * A name from user data. It keeps its own writing direction, markup in it is text, hidden
 * characters are shown, and browsers do not translate it. A dash stands for a name that the reader
 * may not see.
 */
export function Name({ children }: { readonly children: string | null }): ReactElement {
  return <bdi translate="no">{visibleText(children ?? '–')}</bdi>;
}

/** A name in bold. */
export function StrongName({ children }: { readonly children: string }): ReactElement {
  return (
    <strong>
      <bdi translate="no">{visibleText(children)}</bdi>
    </strong>
  );
}
