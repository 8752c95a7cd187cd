import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { History } from './history.tsx';
import { ThreatLevelPage } from '../threat-level/threat-level.tsx';

/** The history and the threat level, which are loaded as one file. */
export function HistoryPages(): ReactNode {
  return (
    <Switch>
      <Route path="/threat-level">
        <ThreatLevelPage />
      </Route>
      <Route>
        <History />
      </Route>
    </Switch>
  );
}
