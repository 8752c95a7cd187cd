import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { decoded } from '../data/decoded.ts';
import { useViewer } from '../data/session.tsx';
import { NotForYou } from '../shell/not-for-you.tsx';
import { NotFound } from '../shell/not-found.tsx';
import '../../styles/find.css';
import '../../styles/outcome.css';
import '../../styles/person.css';
import { Find } from './find.tsx';
import { PersonPage } from './person-page.tsx';

/** The help desk: find the user who calls, and remove the devices that they have lost. */
export function HelpDesk(): ReactNode {
  const { caller } = useViewer();
  if (!caller.canSearch) {
    return <NotForYou title="desk.title" lead="desk.lead" reason="desk.notStaff" />;
  }
  return (
    <Switch>
      <Route path="/help-desk/:id">
        {({ id }) => {
          const personId = decoded(id);
          return personId === null ? <NotFound /> : <PersonPage key={id} id={personId} />;
        }}
      </Route>
      <Route path="/help-desk">
        <Find />
      </Route>
    </Switch>
  );
}
