import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useSession } from '../data/session.tsx';
import { Name } from '../parts/name.tsx';
import { nameOf } from '../parts/person-name.ts';
import { Text } from '../text/text.tsx';
import { usePageTitle } from './page-title.ts';
import { SignInCard } from './sign-in-card.tsx';
import { ViewTitle } from './view-title.tsx';

/** A sign-in that did not end on a page: it failed, or it is opened again with a session. */
export function SignInEnd(): ReactNode {
  const { viewer } = useSession();
  if (viewer.status === 'loading') return <main className="page loading" id="main" />;
  if (viewer.status !== 'signedIn') return <SignInCard reason="failed" />;
  return <StillSignedIn name={viewer.me === null ? null : nameOf(viewer.me)} />;
}

/** That the session goes on, so that a reload, Back or a second sign-in is no dead end. */
function StillSignedIn({ name }: { readonly name: string | null }): ReactNode {
  usePageTitle('signIn.still');
  return (
    <main className="page sign-in" id="main">
      <div className="card">
        <div className="sign-in-body">
          <ViewTitle>
            <Text id="signIn.still" />
          </ViewTitle>
          <p className="quiet">
            {name !== null && (
              <>
                <Text id="signIn.stillAs" values={{ name: <Name>{name}</Name> }} />{' '}
              </>
            )}
            <Text id="signIn.stillLead" />
          </p>
          <Link className="button button-primary" href="/">
            <Text id="signIn.goOn" />
          </Link>
        </div>
      </div>
    </main>
  );
}
