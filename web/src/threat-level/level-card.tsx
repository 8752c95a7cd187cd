import type { ReactNode } from 'react';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { levelText } from '../text/level-text.ts';
import { Text, useText } from '../text/text.tsx';
import { LevelFacts } from './level-facts.tsx';
import type { LevelledRealm } from './level-facts.tsx';
import { isLower } from './lower.ts';
import type { ShownLevel } from './lower.ts';

export interface LevelCardProps extends LevelledRealm {
  readonly level: RealmThreatLevelName;
  readonly shown: ShownLevel;
  readonly isChosen: boolean;
  /** Whether the reader may set a lower level than the one in force; a notice says who can. */
  readonly isLowerable: boolean;
  readonly onChoose: () => void;
}

/** A level: its facts, whether it is in force, and whether it can be chosen. */
export function LevelCard({
  level,
  shown,
  isChosen,
  isLowerable,
  onChoose,
  ...affected
}: LevelCardProps): ReactNode {
  const { t } = useText();
  const isInForce = level === shown.level;
  const isClosed = !isLowerable && isLower(level, shown.level);
  const head = (
    <>
      <strong>{levelText(level, t)}</strong>
      {isInForce && (
        <span className="badge">
          <Text id="threat.inForce" />
        </span>
      )}
    </>
  );
  return (
    <div className="card level-card" data-level={level}>
      {isClosed ? (
        <p className="level-name">
          <Icon name="lock" />
          {head}
        </p>
      ) : (
        <label className="level-name">
          <input type="radio" name="level" value={level} checked={isChosen} onChange={onChoose} />
          {head}
        </label>
      )}
      <dl className="facts-list">
        <LevelFacts
          level={level}
          lift={!isInForce ? 'others' : isLowerable ? 'reader' : 'notice'}
          {...affected}
        />
      </dl>
      {isClosed && (
        <p className="small quiet">
          <Text id="threat.lower.closed" />
        </p>
      )}
      {isInForce && level !== 'NORMAL' && <InForce shown={shown} />}
    </div>
  );
}

/** Since when and until when the level is in force, who set it, and why. */
function InForce({ shown: { since, until, setBy, reason } }: { readonly shown: ShownLevel }) {
  const name = setBy?.amId;
  return (
    <p className="small">
      {since !== null && setBy === null && (
        <Text id="threat.setByOperator" values={{ time: <Time at={since} /> }} />
      )}
      {since !== null && typeof name === 'string' && (
        <Text id="threat.setBy" values={{ time: <Time at={since} />, name: <Name>{name}</Name> }} />
      )}{' '}
      {until !== null && <Text id="threat.until" values={{ time: <Time at={until} /> }} />}{' '}
      {reason !== null && <q dir="auto">{reason}</q>}
    </p>
  );
}
