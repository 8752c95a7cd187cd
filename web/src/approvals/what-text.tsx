import type { ReactNode } from 'react';
import { useList } from '../parts/time.tsx';
import { Text, useText } from '../text/text.tsx';
import type { Request } from './request.ts';

/** What a request asks for: `Remove all: authenticator-app codes and phone approvals`. */
export function WhatText({
  request: { effect, kinds },
}: {
  readonly request: Pick<Request, 'effect' | 'kinds'>;
}): ReactNode {
  const { t } = useText();
  const list = useList();
  const names = list(kinds.map((kind) => <span key={kind}>{t(`kind.${kind}.of`)}</span>));
  // Only resets and removals can be requested.
  const id = effect === 'REMOVE' ? 'approvals.what.REMOVE' : 'approvals.what.RESET';
  return <Text id={id} values={{ kinds: <>{names}</> }} />;
}
