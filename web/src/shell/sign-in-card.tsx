import { useState } from 'react';
import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { signInAddress } from '../data/sign-in.ts';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { usePageTitle } from './page-title.ts';

/** Why somebody is asked to sign in. */
export type SignInReason = 'start' | 'ended' | 'signedOut';

const titles: Readonly<Record<SignInReason, MessageKey>> = {
  start: 'signIn.title',
  ended: 'signIn.ended',
  signedOut: 'signIn.signedOut',
};
const leads: Readonly<Record<SignInReason, MessageKey>> = {
  start: 'signIn.lead',
  ended: 'signIn.endedLead',
  signedOut: 'signIn.signedOutLead',
};

/** Sends whoever is not signed in to the sign-in, and back to where they were. */
export function SignInCard({ reason }: { readonly reason: SignInReason }): ReactNode {
  const [realm, setRealm] = useState(config.defaultRealm ?? config.realms[0]);
  const returnTo = reason === 'signedOut' ? '/' : undefined;
  usePageTitle(titles[reason]);
  return (
    <main className="page sign-in" id="main">
      <div className="card">
        <div className="sign-in-body">
          <h1>
            <Text id={titles[reason]} />
          </h1>
          <p className="quiet">
            <Text id={leads[reason]} />
          </p>
          {config.realms.length > 1 && <RealmChoice chosen={realm} onChoose={setRealm} />}
          <a className="button button-primary" href={signInAddress({ realm, returnTo })}>
            <Text id="signIn.button" />
          </a>
        </div>
      </div>
    </main>
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
