import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Text } from '../text/text.tsx';
import { ForwardIcon } from './icon.tsx';

/** The address of whoever helps: as the deployment says, else the foot of the page. */
export const supportAddress = config.supportContact?.href ?? '#help';

/** How to reach whoever helps, as a link where there is one. */
export function SupportLink({ children }: { readonly children: ReactNode }): ReactNode {
  return <a href={supportAddress}>{children}</a>;
}

/** A way to the help desk, with its number beneath. */
export function SupportEntry({ children }: { readonly children: ReactNode }): ReactNode {
  const label = config.supportContact?.label;
  return (
    <a className="entry" href={supportAddress}>
      <span>{children}</span>
      <ForwardIcon />
      <small>
        {label === undefined ? (
          <Text id="support.ask" />
        ) : (
          <Text id="support.contact" values={{ contact: <bdi className="nowrap">{label}</bdi> }} />
        )}
      </small>
    </a>
  );
}
