import type { ReactNode } from 'react';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { Text } from '../text/text.tsx';

/** What users can do at a level here. */
export function UserRule({ level }: { readonly level: RealmThreatLevelName }): ReactNode {
  const { canShowSecondFactor } = useViewer().caller;
  const isOutOfReach = level === 'GUARDED' && !canShowSecondFactor;
  return <Text id={isOutOfReach ? 'threat.users.noFactor' : `threat.users.${level}`} />;
}

/** What staff can do at a level. */
export function StaffRule({ level }: { readonly level: RealmThreatLevelName }): ReactNode {
  return <Text id={`threat.team.${level}`} />;
}
