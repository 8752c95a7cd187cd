import type { ReactElement } from 'react';

/** A name that somebody gave: it keeps its own direction, and markup in it is text. */
export function Name({ children }: { readonly children: string }): ReactElement {
  return <bdi>{children}</bdi>;
}

/** A name that stands out in a sentence. */
export function StrongName({ children }: { readonly children: string }): ReactElement {
  return (
    <strong>
      <bdi>{children}</bdi>
    </strong>
  );
}
