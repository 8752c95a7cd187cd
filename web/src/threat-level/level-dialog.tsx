import type { ReactNode } from 'react';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Fact } from '../parts/fact.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { useTyped } from '../parts/typed-field.tsx';
import { levelText } from '../text/level-text.ts';
import { Text, useText } from '../text/text.tsx';
import { LevelFacts } from './level-facts.tsx';
import type { LevelledRealm } from './level-facts.tsx';

/** The level that a reader is about to set. */
export interface WantedLevel {
  readonly realm: string;
  readonly level: RealmThreatLevelName;
  /** Null for the normal level. */
  readonly until: Date | null;
  readonly reason: string;
}

interface AskedLevel extends Pick<LevelledRealm, 'recent'> {
  readonly wanted: WantedLevel;
}

/** Asks for confirmation: what stops, for how many, until when, and who can lift it here. */
export function LevelDialog({
  wanted,
  recent,
  isBusy,
  onCancel,
  onConfirm,
}: AskedLevel & {
  readonly isBusy: boolean;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}): ReactNode {
  const { t } = useText();
  const { realm, level, until } = wanted;
  const word = <strong>{level}</strong>;
  const typed = useTyped({
    label: level === 'FROZEN' ? <Text id="threat.ask.type" values={{ word }} /> : null,
    fault: <Text id="threat.ask.wrong" values={{ word }} />,
    isRight: (text) => text.toUpperCase() === level,
    onEnter: () => confirm(),
  });
  const confirm = (): void => {
    if (typed.check()) onConfirm();
  };
  const isLift = until === null;
  const names = { level: levelText(level, t), realm: <Name>{realm}</Name> };
  return (
    <Dialog
      title={<Text id={isLift ? 'threat.askLift' : 'threat.ask'} values={names} />}
      consequence={<Text id="threat.ask.consequence" />}
      bodyLabel={t('will.title')}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button look={isLift ? 'primary' : 'danger'} isBusy={isBusy} onPress={confirm}>
          <Text id={isBusy ? 'threat.setting' : isLift ? 'threat.ask.lift' : 'threat.set'} />
        </Button>
      }
    >
      <WhatHappens wanted={wanted} recent={recent} />
      {typed.field}
    </Dialog>
  );
}

/** What stops, how many it meets, until when, and who can lift it. */
function WhatHappens({ wanted, recent }: AskedLevel): ReactNode {
  const { realm, level, until, reason } = wanted;
  return (
    <dl className="facts-list">
      <LevelFacts level={level} realm={realm} recent={recent} />
      {until !== null && (
        <Fact name="threat.end">
          <Time at={until} />
        </Fact>
      )}
      <Fact name="call.reason">
        <Name>{reason}</Name>
      </Fact>
    </dl>
  );
}
