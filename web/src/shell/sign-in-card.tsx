import { useState } from 'react';
import type { ReactNode } from 'react';
import { config } from '../config.ts';
import type { SignInReason } from '../data/viewer.ts';
import { signInAddress } from '../data/sign-in.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { SupportEntry } from '../parts/support.tsx';
import { pendingRemovals } from '../removal/pending.ts';
import { codesText } from '../text/codes-text.ts';
import { Text } from '../text/text.tsx';
import { usePageTitle } from './page-title.ts';
import { ViewTitle } from './view-title.tsx';

const titles: Readonly<Record<SignInReason, MessageKey>> = {
  start: 'signIn.title',
  ended: 'signIn.ended',
  changeRefused: 'signIn.ended',
  signedOut: 'signIn.signedOut',
  failed: 'signIn.failed',
};
const leads: Readonly<Record<SignInReason, MessageKey>> = {
  start: 'signIn.lead',
  ended: 'signIn.endedLead',
  changeRefused: 'signIn.changeRefusedLead',
  signedOut: 'signIn.signedOutLead',
  failed: 'signIn.failedLead',
};

/** Sends the reader to the sign-in, and back to this page. */
export function SignInCard({ reason }: { readonly reason: SignInReason }): ReactNode {
  const [realm, setRealm] = useState(config.defaultRealm ?? config.realms[0]);
  const returnTo = reason === 'signedOut' || reason === 'failed' ? '/' : undefined;
  usePageTitle(titles[reason]);
  return (
    <main className="page sign-in" id="main">
      <div className="card">
        <div className="sign-in-body">
          <ViewTitle isResult={reason === 'signedOut'}>
            <Text id={titles[reason]} />
          </ViewTitle>
          <p className="quiet">
            <Text id={leads[reason]} />
          </p>
          {pendingRemovals.isKept() && (
            <p>
              <Text id="signIn.pending" />
            </p>
          )}
          {config.realms.length > 1 && <RealmChoice chosen={realm} onChoose={setRealm} />}
          <a className="button button-primary" href={signInAddress({ realm, returnTo })}>
            <Text id="signIn.button" />
          </a>
        </div>
        {reason !== 'signedOut' && <LostPhone />}
      </div>
    </main>
  );
}

/** Help for users who cannot sign in: the help desk, what to have ready, the recovery page. */
function LostPhone(): ReactNode {
  const { recoveryLink } = config;
  return (
    <section className="card-foot lost-phone" aria-labelledby="lost-phone">
      <h2 id="lost-phone">
        <Text id="lost.title" />
      </h2>
      <p className="small">
        <Text id="lost.ready" /> <Text id={codesText('card', config)} />
      </p>
      {recoveryLink !== null && (
        <a href={recoveryLink}>
          <Text id="lost.recover" />
        </a>
      )}
      <SupportEntry>
        <Text id="support.askHelpDesk" />
      </SupportEntry>
    </section>
  );
}

function RealmChoice({
  chosen,
  onChoose,
}: {
  readonly chosen: string | undefined;
  readonly onChoose: (realm: string) => void;
}): ReactNode {
  return (
    <fieldset>
      <legend>
        <Text id="signIn.realm" />
      </legend>
      {config.realms.map((realm) => (
        <label key={realm} className="choice">
          <input
            type="radio"
            name="realm"
            value={realm}
            checked={realm === chosen}
            onChange={() => onChoose(realm)}
          />
          <bdi>{realm}</bdi>
        </label>
      ))}
    </fieldset>
  );
}
