import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { Approvals } from '../approvals/approvals.tsx';
import { HelpDesk } from './help-desk.tsx';

/** The help desk and the approvals: the same people use both, so they are loaded as one file. */
export function StaffPages(): ReactNode {
  return (
    <Switch>
      <Route path="/approvals/*?">
        <Approvals />
      </Route>
      <Route>
        <HelpDesk />
      </Route>
    </Switch>
  );
}
