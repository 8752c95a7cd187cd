import type { ReactNode } from 'react';
import { RealmInsightsDocument } from '@identity-gateway/client';
import type { RealmThreatLevelName } from '@identity-gateway/client';
import { useViewer } from '../data/session.tsx';
import { useQuery } from '../data/use-query.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Fact } from '../parts/fact.tsx';
import { Name } from '../parts/name.tsx';
import { Time } from '../parts/time.tsx';
import { useTyped } from '../parts/typed-field.tsx';
import { levelText } from '../text/level-text.ts';
import { Text, useText } from '../text/text.tsx';
import { canLowerHere } from './lower.ts';
import { LevelRules } from './level-rules.tsx';

/** The level that a reader is about to set. */
export interface WantedLevel {
  readonly realm: string;
  readonly level: RealmThreatLevelName;
  /** Null for the normal level. */
  readonly until: Date | null;
  readonly reason: string;
}

/** Asks for confirmation: what stops, for how many, until when, and who can lift it here. */
export function LevelDialog({
  wanted,
  isBusy,
  onCancel,
  onConfirm,
}: {
  readonly wanted: WantedLevel;
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
      bodyLabel={t('preview.title')}
      isBusy={isBusy}
      onCancel={onCancel}
      action={
        <Button look={isLift ? 'primary' : 'danger'} isBusy={isBusy} onPress={confirm}>
          <Text id={isBusy ? 'threat.setting' : isLift ? 'threat.ask.lift' : 'threat.set'} />
        </Button>
      }
    >
      <WhatHappens {...wanted} />
      {typed.field}
    </Dialog>
  );
}

/** What stops, how many it meets, until when, and who can lift it. */
function WhatHappens({ realm, level, until, reason }: WantedLevel): ReactNode {
  return (
    <dl className="facts-list">
      <LevelRules level={level} />
      <Fact name="threat.affected">
        <Affected realm={realm} />
      </Fact>
      {until !== null && (
        <>
          <Fact name="threat.end">
            <Time at={until} />
          </Fact>
          <Fact name="threat.who">
            <WhoLifts realm={realm} />
          </Fact>
        </>
      )}
      <Fact name="campaign.reason">
        <Name>{reason}</Name>
      </Fact>
    </dl>
  );
}

/** How many changes of the last days the level would have met. */
function Affected({ realm }: { readonly realm: string }): ReactNode {
  const { result } = useQuery(RealmInsightsDocument, { realm, days: 7 });
  const read = result.status === 'ready' ? result.data.deviceChangeInsights : null;
  const name = <Name>{realm}</Name>;
  if (read === null) return <Text id="threat.affected.unknown" values={{ realm: name }} />;
  const count = read.days.reduce((sum, { changes }) => sum + changes, 0);
  return <Text id="threat.affected.count" values={{ realm: name, count }} />;
}

function WhoLifts({ realm }: { readonly realm: string }): ReactNode {
  const { caller } = useViewer();
  return (
    <>
      <Text id={canLowerHere(caller) ? 'threat.who.person' : 'threat.who.operator'} />
      <LiftCommand realm={realm} />
    </>
  );
}

/** The command that lifts the level of a realm, as the operator types it. */
export function LiftCommand({ realm }: { readonly realm: string }): ReactNode {
  return (
    <p>
      <code dir="ltr">{`identity-gateway threat set ${realm} normal --reason '…'`}</code>
    </p>
  );
}
