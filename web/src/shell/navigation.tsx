import type { ReactNode } from 'react';
import { Link, useRoute } from 'wouter';
import { useSession } from '../data/session.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';

interface Page {
  readonly href: string;
  /** The addresses that belong to it. */
  readonly pattern: string;
  readonly title: MessageKey;
}

const myDevices: Page = { href: '/', pattern: '/', title: 'devices.title' };
const helpDesk: Page = { href: '/help-desk', pattern: '/help-desk/*?', title: 'desk.title' };

const history: Page = { href: '/history', pattern: '/history', title: 'history.title' };

/** The pages that the viewer may open; nothing where there is only one. */
export function Navigation(): ReactNode {
  const { t } = useText();
  const { viewer } = useSession();
  if (viewer.status !== 'signedIn') return null;
  const { canSearch, roles } = viewer.caller;
  const isMore = roles.some((role) => role !== 'SELF');
  if (!isMore) return null;
  return (
    <nav className="pages" aria-label={t('top.pages')}>
      {[myDevices, ...(canSearch ? [helpDesk] : []), history].map((page) => (
        <PageLink key={page.href} page={page} />
      ))}
    </nav>
  );
}

function PageLink({ page }: { readonly page: Page }): ReactNode {
  const [isHere] = useRoute(page.pattern);
  return (
    <Link href={page.href} aria-current={isHere ? 'page' : undefined}>
      <Text id={page.title} />
    </Link>
  );
}
