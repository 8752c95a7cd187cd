import type { ReactNode } from 'react';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { Fact } from '../parts/fact.tsx';
import { Text } from '../text/text.tsx';

/** What users and staff can do at a level here. */
export function LevelRules({ level }: { readonly level: RealmThreatLevelName }): ReactNode {
  const { canShowSecondFactor } = useViewer().caller;
  const isOutOfReach = level === 'GUARDED' && !canShowSecondFactor;
  return (
    <>
      <Fact name="threat.users">
        <Text id={isOutOfReach ? 'threat.users.noFactor' : `threat.users.${level}`} />
      </Fact>
      <Fact name="threat.team">
        <Text id={`threat.team.${level}`} />
      </Fact>
    </>
  );
}
