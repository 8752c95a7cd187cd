import type { ReactNode } from 'react';
import type { DeviceChangeEffect, ChangeRowFragment } from '@identity-gateway/client';
import { Name } from './name.tsx';
import { useList } from './time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text, useText } from '../text/text.tsx';

/** A recorded change in one line: `Authenticator-app codes: Pixel 9 removed`. */
export function ChangeText({ change }: { readonly change: ChangeRowFragment }): ReactNode {
  const { t } = useText();
  const list = useList();
  const { removedDevices, previousName, newName } = change;
  const names = removedDevices.map(({ deviceId, name }) => (
    <Name key={deviceId}>{name ?? t('device.unnamed')}</Name>
  ));
  const kinds = list(change.kinds.map((kind) => <span key={kind}>{t(`kind.${kind}.title`)}</span>));
  const nameOf = (name: string | null) => <Name>{name ?? t('device.unnamed')}</Name>;
  const labels = { from: nameOf(previousName), to: nameOf(newName) };
  return (
    <Text
      id={messageOf(change)}
      values={{ kinds: <>{kinds}</>, names: <>{list(names)}</>, ...labels }}
    />
  );
}

/** Whether an effect renames devices, removes them, or ends sessions. */
const verbs = {
  RESET: 'remove',
  REMOVE: 'remove',
  RENAME: 'rename',
  END_SESSIONS: 'signOut',
} as const satisfies Record<DeviceChangeEffect, 'remove' | 'rename' | 'signOut'>;

function messageOf(change: ChangeRowFragment): MessageKey {
  const { outcome, refusal, removedDevices } = change;
  const verb = verbs[change.effect];
  const hasRemoved = verb === 'remove' && removedDevices.length > 0;
  if (refusal !== null) return `change.${verb}.refused`;
  if (change.isDryRun || outcome === 'WOULD_REMOVE')
    return verb === 'signOut' ? 'change.signOut.tried' : 'change.remove.tried';
  switch (outcome) {
    case 'SETUP_CODE_MADE':
      return 'change.remove.newCode';
    case 'NOTHING_TO_RESET':
      return 'change.remove.nothing';
    case 'DONE':
    case 'CONFIRMED':
      if (verb === 'signOut') return 'change.signOut.done';
      if (verb === 'rename')
        return change.newName === null ? 'change.rename.done' : 'change.rename.doneNamed';
      return hasRemoved ? 'change.remove.done' : 'change.remove.doneUnnamed';
    case 'NOT_DONE':
      return hasRemoved ? 'change.remove.partly' : `change.${verb}.notDone`;
    case 'UNKNOWN':
    case null:
      return `change.${verb}.unknown`;
    default:
      outcome satisfies never;
      return `change.${verb}.unknown`;
  }
}
