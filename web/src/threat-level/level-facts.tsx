import type { ReactNode } from 'react';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { Fact } from '../parts/fact.tsx';
import { Name } from '../parts/name.tsx';
import { Text } from '../text/text.tsx';
import { levelTexts } from './lower.ts';

/** A realm whose level can be set. */
export interface LevelledRealm {
  readonly realm: string;
  /** How many changes the last seven days had; null if that could not be read. */
  readonly recent: number | null | 'loading';
}

/**
 * What users and staff can do at a level here, who a strict one affects, and who can lift it.
 */
export function LevelFacts({
  level,
  lift = 'others',
  ...affected
}: LevelledRealm & {
  readonly level: RealmThreatLevelName;
  /** Who can lift it: others than who sets it, the reader now, or who a notice names. */
  readonly lift?: 'others' | 'reader' | 'notice';
}): ReactNode {
  const texts = levelTexts(level, useViewer().caller);
  return (
    <>
      <Fact name="threat.users">
        <Text id={texts.users} />
      </Fact>
      <Fact name="threat.team">
        <Text id={texts.team} />
      </Fact>
      {level !== 'NORMAL' && (
        <>
          <Fact name="threat.affected">
            <Affected {...affected} />
          </Fact>
          {lift !== 'notice' && (
            <Fact name="threat.who">
              {lift === 'reader' ? (
                <Text id="threat.who.reader" />
              ) : (
                <>
                  <Text id={texts.lift} />
                  <LiftCommand realm={affected.realm} />
                </>
              )}
            </Fact>
          )}
        </>
      )}
    </>
  );
}

/** How many changes of the last days the level would have met. */
function Affected({ realm, recent: count }: LevelledRealm): ReactNode {
  if (count === 'loading') return <Text id="loading" />;
  const name = <Name>{realm}</Name>;
  if (count === null) return <Text id="threat.affected.unknown" values={{ realm: name }} />;
  return <Text id="threat.affected.count" values={{ realm: name, count }} />;
}

/** The command that lifts the level of a realm, as the operator types it. */
export function LiftCommand({ realm }: { readonly realm: string }): ReactNode {
  return (
    <p>
      <code dir="ltr">{`identity-gateway threat set ${realm} normal --reason '…'`}</code>
    </p>
  );
}
