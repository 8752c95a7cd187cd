import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

/** Why something cannot be done here, and how it can; or what to mind. */
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
