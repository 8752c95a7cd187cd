import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { Note } from './note.tsx';
import { otherObstacles } from './other-obstacles.ts';
import type { OtherObstacle, PermittedActions } from './other-obstacles.ts';
import { DueTime } from './time.tsx';

/**
 * What refuses changes now, in the gateway's own sentence, until when, and what helps; nothing
 * without such a condition. A new condition of the gateway is shown here before a page knows it.
 */
export function OtherObstacles({ of }: { readonly of: PermittedActions | null }): ReactNode {
  const obstacles = of === null ? [] : otherObstacles(of);
  if (obstacles.length === 0) return null;
  return (
    <Note icon="warn" isCaution>
      <p>
        <Text id="obstacle.lead" />
      </p>
      {obstacles.map((obstacle) => (
        <ObstacleLine key={`${obstacle.condition} ${obstacle.message}`} obstacle={obstacle} />
      ))}
    </Note>
  );
}

function ObstacleLine({
  obstacle: { message, remedies, until },
}: {
  readonly obstacle: OtherObstacle;
}): ReactNode {
  return (
    <p>
      <bdi lang="en">{message}</bdi>
      {until !== null && (
        <>
          {' '}
          <Text id="obstacle.until" values={{ time: <DueTime at={until} /> }} />
        </>
      )}
      {remedies.map((remedy) => (
        <span key={remedy}>
          {' '}
          <Text id={`obstacle.remedy.${remedy}`} />
        </span>
      ))}
    </p>
  );
}
