import type { ReactNode } from 'react';
import { ListedNotices } from '../notices/listed-notices.tsx';
import { ChangeSource } from '../parts/change-source.tsx';
import { ChangeText } from '../parts/change-text.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { Text } from '../text/text.tsx';
import type { ListedChange } from './csv.ts';

/** The head of the table of changes. */
export function HistoryHead({ isHidden }: { readonly isHidden: boolean }): ReactNode {
  return (
    <thead className={isHidden ? 'hidden-text' : undefined}>
      <tr>
        {(['when', 'who', 'what', 'by'] as const).map((column) => (
          <th key={column} scope="col">
            <Text id={`history.${column}`} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A change in the table of a realm: time and reference, person, effect, the caller and why. */
export function HistoryRow({
  change,
  afterwards,
}: {
  readonly change: ListedChange;
  /** What happened after the change. */
  readonly afterwards: ReactNode;
}): ReactNode {
  return (
    <tr>
      <td>
        <Time at={change.at} />
        <span className="quiet small history-id">
          <bdi>{change.reference}</bdi>
        </span>
      </td>
      <th scope="row">
        <Name>{change.personAmId}</Name>
      </th>
      <td>
        <ChangeText change={change} />
        <ListedNotices
          reference={change.reference}
          name={change.personAmId}
          notices={change.notices}
        />
      </td>
      <td className="small">
        <ChangeSource change={change} />
        {afterwards}
      </td>
    </tr>
  );
}
