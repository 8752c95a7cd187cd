import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Text } from '../text/text.tsx';
import { kindFacts } from './device.ts';
import type { Kind } from './device.ts';

/** Returns where users register a device of a kind; null if nowhere from here. */
export function setUpAddress(kind: Kind): string | null {
  if (!kindFacts[kind].canEnrol) return null;
  return config.enrolmentLinks[kind] ?? config.enrolmentLink;
}

/** A link for each kind that users can register; one for all if they share an address. */
export function SetUpLinks({
  kinds,
  look,
}: {
  readonly kinds: readonly Kind[];
  readonly look: 'primary' | 'dense';
}): ReactNode {
  const links = kinds.flatMap((kind) => {
    const href = setUpAddress(kind);
    return href === null ? [] : [{ kind, href }];
  });
  const isShared = links.length > 1 && links.every(({ href }) => href === links[0]?.href);
  return (isShared ? links.slice(0, 1) : links).map(({ kind, href }) => (
    <a key={kind} className={`button button-${look}`} href={href}>
      <Text id={isShared ? 'empty.setUp' : `kind.${kind}.setUp`} />
    </a>
  ));
}
