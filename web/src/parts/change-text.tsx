import type { ReactNode } from 'react';
import type { ChangeRowFragment } from '@identity-gateway/client';
import { Name } from './name.tsx';
import { useList } from './time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';

/** What a recorded change did, in one line: `Authenticator-app codes: Pixel 9 removed`. */
export function ChangeText({ change }: { readonly change: ChangeRowFragment }): ReactNode {
  const { t } = useText();
  const list = useList();
  const { removedDevices } = change;
  const names = removedDevices.map(({ id, name }) => (
    <Name key={id}>{name ?? t('device.unnamed')}</Name>
  ));
  const kinds = list(change.kinds.map((kind) => <span key={kind}>{t(`kind.${kind}.title`)}</span>));
  return (
    <Text id={sentenceOf(change)} values={{ kinds: <>{kinds}</>, names: <>{list(names)}</> }} />
  );
}

function sentenceOf(change: ChangeRowFragment): MessageKey {
  const { effect, outcome, refusal, removedDevices } = change;
  const act = effect === 'RENAME' ? 'rename' : 'remove';
  if (refusal !== null) return `change.${act}.refused`;
  if (change.dryRun || outcome === 'WOULD_RESET') return 'change.remove.tried';
  if (outcome === 'NOTHING_TO_RESET') return 'change.remove.nothing';
  if (outcome === 'DONE' || outcome === 'CONFIRMED') {
    return act === 'remove' && removedDevices.length === 0
      ? 'change.remove.doneUnnamed'
      : `change.${act}.done`;
  }
  if (outcome === 'NOT_DONE') {
    return act === 'remove' && removedDevices.length > 0
      ? 'change.remove.partly'
      : `change.${act}.notDone`;
  }
  return `change.${act}.unknown`;
}
