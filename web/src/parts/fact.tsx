import type { ReactNode } from 'react';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';

/** A name and its value, in a `dl` of the class `facts-list`. */
export function Fact({
  name,
  children,
}: {
  readonly name: MessageKey;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div>
      <dt>
        <Text id={name} />
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
