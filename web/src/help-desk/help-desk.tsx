import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { useViewer } from '../data/session.tsx';
import { Note } from '../parts/note.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { Text } from '../text/text.tsx';
import '../../styles/find.css';
import '../../styles/outcome.css';
import '../../styles/person.css';
import { Find } from './find.tsx';
import { PersonPage } from './person-page.tsx';

/** The help desk: find the person who calls, remove what is lost, tell them what comes next. */
export function HelpDesk(): ReactNode {
  const { caller } = useViewer();
  if (!caller.canSearch) {
    return (
      <main className="page" id="main">
        <PageHead title="desk.title" lead="desk.lead" />
        <Note>
          <p>
            <Text id="desk.notStaff" />
          </p>
        </Note>
      </main>
    );
  }
  return (
    <Switch>
      <Route path="/help-desk/:id">
        {({ id }) => <PersonPage key={id} id={decodeURIComponent(id)} />}
      </Route>
      <Route path="/help-desk">
        <Find />
      </Route>
    </Switch>
  );
}
