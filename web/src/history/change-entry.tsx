import type { ReactNode } from 'react';
import { ChangeSource } from '../parts/change-source.tsx';
import { ChangeText } from '../parts/change-text.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import type { ListedChange } from './csv.ts';

/** A change in a list of a realm: time, person, effect, and the caller. */
export function ChangeEntry({
  change,
  children,
}: {
  readonly change: ListedChange;
  readonly children?: ReactNode;
}): ReactNode {
  return (
    <li>
      <span>
        <Time at={change.at} />
        <span className="quiet small history-id">
          <bdi>{change.reference}</bdi>
        </span>
      </span>
      <span>
        <strong>
          <Name>{change.personAmId}</Name>
        </strong>{' '}
        <ChangeText change={change} />
        <br />
        <span className="quiet small">
          <ChangeSource change={change} />
        </span>
        {children}
      </span>
    </li>
  );
}
