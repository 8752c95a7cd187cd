import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Text } from '../text/text.tsx';
import { ForwardIcon } from './icon.tsx';

/** The address of the support contact; the foot of the page if none is configured. */
export const supportAddress = config.supportContact?.href ?? '#help';

/** A link to the support contact. */
export function SupportLink({ children }: { readonly children: ReactNode }): ReactNode {
  return <a href={supportAddress}>{children}</a>;
}

/** A link to the support contact, with its label below. */
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
