import type { ReactNode } from 'react';
import type { ChangeFoundFragment } from '@identity-gateway/client';
import { nameOrNumber } from '../text/actor-name.ts';
import { Text } from '../text/text.tsx';
import { Name } from './name.tsx';

/** Who acted: `helen, help desk.`, or `Help desk.` if the reader may not see who it was. */
export function Actor({
  actor: { amId, role },
}: {
  readonly actor: Pick<ChangeFoundFragment['actor'], 'amId' | 'role'>;
}): ReactNode {
  const name = <Name>{nameOrNumber(amId ?? '')}</Name>;
  if (role === null) return name;
  if (role === 'SELF' || amId !== null) return <Text id={`earlier.by.${role}`} values={{ name }} />;
  return <Text id={`earlier.unnamed.${role}`} />;
}
