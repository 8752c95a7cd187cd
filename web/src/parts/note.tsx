import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

/** A note: why an action is not possible here, or what to pay attention to. */
export function Note({
  icon = 'lock',
  isCaution = false,
  children,
}: {
  readonly icon?: IconName;
  readonly isCaution?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <div className={isCaution ? 'note note-caution' : 'note'}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}
