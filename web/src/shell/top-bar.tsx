import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { config } from '../config.ts';
import { useSession } from '../data/session.tsx';
import { signOut } from '../data/sign-in.ts';
import { Icon } from '../parts/icon.tsx';
import { Name } from '../parts/name.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text, useText } from '../text/text.tsx';
import { BarMenu } from './bar-menu.tsx';
import { Navigation } from './navigation.tsx';

/** The top of every page: the brand, links to the other pages, help, sign-out. */
export function TopBar(): ReactNode {
  const { t } = useText();
  const { viewer } = useSession();
  const person = viewer.status === 'signedIn' ? viewer.me : null;
  const areas = viewer.status === 'signedIn' ? viewer.caller.areas : [];
  return (
    <header>
      {config.development && <DevelopmentBar />}
      <div className="top">
        <div className="top-inner">
          <Link className="brand" href="/" aria-label={t('top.start', { name: config.name })}>
            <Logo />
            <bdi className="brand-name-long">{config.name}</bdi>
          </Link>
          <Navigation />
          <nav className="top-links" aria-label={t('top.account')}>
            <a href="#help">
              <Icon name="help" />
              <Text id="top.help" />
            </a>
            {viewer.status === 'signedIn' && <Account person={person} areas={areas} />}
          </nav>
        </div>
      </div>
    </header>
  );
}

function Logo(): ReactNode {
  const { logo } = config;
  if (logo !== null) return <img className="brand-sign" src={logo} alt="" />;
  return (
    <svg className="brand-sign" viewBox="0 0 28 28" aria-hidden="true">
      <path d="M3 26V14a11 11 0 0 1 22 0v12h-5.5V14a5.5 5.5 0 0 0-11 0v12z" />
      <circle cx="14" cy="18.5" r="2.75" />
    </svg>
  );
}

/** Who is signed in, in which areas, and the sign-out. */
function Account({
  person,
  areas,
}: {
  readonly person: Parameters<typeof nameOf>[0] | null;
  readonly areas: readonly string[];
}): ReactNode {
  const { t } = useText();
  const name = person === null ? null : nameOf(person);
  return (
    <BarMenu
      title={name === null ? <Text id="top.account" /> : <Name>{name}</Name>}
      label={name === null ? undefined : t('top.accountOf', { name })}
    >
      {areas.length > 0 && (
        <p className="small quiet">
          <Text id="person.area" />: <bdi>{areas.join(', ')}</bdi>
        </p>
      )}
      <SignOut />
    </BarMenu>
  );
}

function SignOut(): ReactNode {
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');
  const leave = async (): Promise<void> => {
    if (state === 'busy') return;
    setState('busy');
    if (!(await signOut())) setState('failed');
  };
  return (
    <button type="button" onClick={() => void leave()}>
      <Text id={state === 'failed' ? 'top.signOutFailed' : 'top.signOut'} />
    </button>
  );
}

function DevelopmentBar(): ReactNode {
  const { peoplePage } = config;
  return (
    <p className="development">
      <Text id="top.development" />
      {peoplePage !== null && (
        <>
          {' '}
          <a href={peoplePage}>
            <Text id="top.people" />
          </a>
        </>
      )}
    </p>
  );
}
