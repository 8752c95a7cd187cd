import { useState } from 'react';
import type { ReactNode } from 'react';
import { ThreatLevelDocument } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { signInAddress } from '../data/sign-in.ts';
import { useQuery } from '../data/use-query.ts';
import { Note } from '../parts/note.tsx';
import { Read } from '../parts/read.tsx';
import { RealmCard } from '../parts/realm-field.tsx';
import { NotForYou } from '../shell/not-for-you.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text } from '../text/text.tsx';
import { LevelForm } from './level-form.tsx';
import { LiftCommand } from './level-facts.tsx';
import { loweringRemedy } from './lower.ts';
import type { LoweringRemedy } from './lower.ts';
import '../../styles/threat.css';

/** The page on which administrators set the threat level of a realm. */
export function ThreatLevelPage(): ReactNode {
  const { caller } = useViewer();
  const [realm, setRealm] = useState(caller.realms[0] ?? null);
  if (!caller.canSetThreatLevel || realm === null)
    return <NotForYou title="threat.panel" lead="threat.lead" reason="threat.notForYou" />;
  return (
    <main className="page" id="main">
      <PageHead title="threat.panel" lead="threat.lead" />
      <RealmCard className="threat-choices" realm={realm} onChoose={setRealm} />
      <LevelOfRealm key={realm} realm={realm} />
    </main>
  );
}

function LevelOfRealm({ realm }: { readonly realm: string }): ReactNode {
  const viewer = useViewer();
  const query = useQuery(ThreatLevelDocument, { realm });
  return (
    <Read
      query={query}
      partOf={({ realmThreatLevel }) => realmThreatLevel}
      title="threat.unread"
      loading="loading"
    >
      {(shown, at) => {
        const remedy = loweringRemedy(shown, viewer, at.getTime());
        return (
          <>
            {remedy !== null && <LowerNote remedy={remedy} realm={shown.realm} />}
            <LevelForm
              realm={realm}
              shown={shown}
              isLowerable={remedy === null}
              onSet={() => void query.refetch()}
            />
          </>
        );
      }}
    </Read>
  );
}

/** Who can lower the level in force, and how. */
function LowerNote({
  remedy,
  realm,
}: {
  readonly remedy: LoweringRemedy;
  readonly realm: string;
}): ReactNode {
  const { realm: own } = useViewer().caller;
  return (
    <Note isCaution>
      <p>
        <Text id={`threat.lower.${remedy}`} />
      </p>
      <LiftCommand realm={realm} />
      {remedy === 'signInAgain' && (
        <p className="note-links">
          <a href={signInAddress({ realm: own ?? undefined, isFresh: true, factor: 'ANY' })}>
            <Text id="signInAgain.button" />
          </a>
        </p>
      )}
    </Note>
  );
}
