import type { ReactNode } from 'react';
import { config } from '../config.ts';
import { Text } from '../text/text.tsx';
import { ForwardIcon } from './icon.tsx';

/** A link to the support contact; nothing if none is configured. */
export function SupportLink({ children }: { readonly children: ReactNode }): ReactNode {
  const { supportContact } = config;
  return supportContact === null ? null : <a href={supportContact.href}>{children}</a>;
}

/** A link to the support contact, with its label below; text if none is configured. */
export function SupportEntry({ children }: { readonly children: ReactNode }): ReactNode {
  const { supportContact } = config;
  if (supportContact === null) {
    return (
      <p>
        <strong>{children}</strong>
        <br />
        <small>
          <Text id="support.ask" />
        </small>
      </p>
    );
  }
  const { href, label } = supportContact;
  return (
    <a className="entry" href={href}>
      <span>{children}</span>
      <ForwardIcon />
      <small>
        <Text id="support.contact" values={{ contact: <bdi className="nowrap">{label}</bdi> }} />
      </small>
    </a>
  );
}
