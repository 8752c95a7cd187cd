import type { ReactNode } from 'react';
import { Text } from '../text/text.tsx';
import { maskedMail } from './mail.ts';

/** A masked mail address: `a•••@example.com`, read out as "begins with a, at example.com". */
export function MaskedMail({ children }: { readonly children: string }): ReactNode {
  const masked = maskedMail(children);
  const at = masked.lastIndexOf('@');
  return (
    <>
      <bdi className="nowrap" aria-hidden="true">
        {masked}
      </bdi>
      <span className="hidden-text">
        <Text
          id="person.mailSpoken"
          values={{ first: masked.slice(0, 1), place: at < 0 ? '' : masked.slice(at + 1) }}
        />
      </span>
    </>
  );
}
