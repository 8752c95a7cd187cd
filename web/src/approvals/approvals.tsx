import { useState } from 'react';
import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { decoded } from '../data/decoded.ts';
import { mayApprove } from '../data/roles.ts';
import { useViewer } from '../data/session.tsx';
import { RealmCard } from '../parts/realm-field.tsx';
import { NotForYou } from '../shell/not-for-you.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { PageHead } from '../shell/page-head.tsx';
import '../../styles/find.css';
import '../../styles/outcome.css';
import '../../styles/person.css';
import '../../styles/approvals.css';
import { RequestList } from './request-list.tsx';
import { RequestPage } from './request-page.tsx';

/** Requested changes, and the decision about one, for staff. */
export function Approvals(): ReactNode {
  if (!mayApprove(useViewer())) {
    return <NotForYou title="approvals.title" lead="approvals.lead" reason="approvals.notForYou" />;
  }
  return (
    <Switch>
      <Route path="/approvals/:id">
        {({ id: part }) => {
          const id = decoded(part);
          return id === null ? <NotFound /> : <RequestPage key={id} id={id} />;
        }}
      </Route>
      <Route path="/approvals">
        <Waiting />
      </Route>
    </Switch>
  );
}

function Waiting(): ReactNode {
  const { caller } = useViewer();
  const [realm, setRealm] = useState(caller.realms[0] ?? null);
  return (
    <main className="page" id="main">
      <PageHead title="approvals.title" lead="approvals.lead" />
      <RealmCard className="approvals-choices" realm={realm} onChoose={setRealm} />
      <RequestList key={realm} realm={realm} after={null} />
    </main>
  );
}
