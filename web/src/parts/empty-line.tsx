import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import type { MessageValues } from '../text/text.tsx';

/** A line in a card, in place of a list that is empty or not known. */
export function EmptyLine({
  id,
  values,
  children,
}: {
  readonly id: MessageKey;
  readonly values?: MessageValues;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <p className="card-empty quiet">
      <Text id={id} {...(values && { values })} />
      {children}
    </p>
  );
}
