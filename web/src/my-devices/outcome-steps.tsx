import type { ReactNode } from 'react';
import { provingDevices } from '../parts/device.ts';
import type { Device } from '../parts/device.ts';
import { DeviceName } from '../parts/device-name.tsx';
import { setUpAddress } from '../parts/set-up-link.tsx';
import type { ThreadStep } from '../parts/thread.tsx';
import { useList } from '../parts/time.tsx';
import type { MessageKey } from '../text/catalogue.ts';
import { Text } from '../text/text.tsx';
import { ListedDevices } from '../parts/listed-devices.tsx';
import { nextStepOfKind } from './preview-thread.tsx';
import type { OwnOutcome } from './use-my-devices.ts';

/** The steps of an outcome, in the order of the preview: gone, stayed, sessions, next. */
export function useOutcomeSteps(
  outcome: OwnOutcome,
  now: readonly Device[] | null,
): readonly ThreadStep[] {
  const list = useList();
  const { targets, status } = outcome;
  const isTarget = ({ id }: Device): boolean => targets.some((target) => target.id === id);
  const others = now?.filter((device) => !isTarget(device)) ?? null;
  const among = [...targets, ...(others ?? [])];
  const named = (devices: readonly Device[]): ReactNode =>
    list(devices.map((device) => <DeviceName key={device.id} device={device} among={among} />));
  const gone = targets.filter(({ id }) => outcome.goneIds.includes(id));
  const left = targets.filter(({ id }) => !outcome.goneIds.includes(id));
  if (status === 'unknown') {
    return [
      {
        knot: 'ask',
        isUncertain: true,
        title: <Text id="outcome.mayBeGone" />,
        body: [<Text key="text" id="outcome.names" values={{ names: <>{named(targets)}</> }} />],
      },
      ...stayed(others, among, 'outcome.notTouched'),
      ...sessionsStep(outcome),
      {
        knot: 'next',
        title: <Text id="outcome.whatToDo" />,
        body: [<Text key="text" id="outcome.unknown.next" />],
      },
    ];
  }
  return [
    gone.length > 0 && {
      knot: 'gone' as const,
      title: <Text id="outcome.gone" />,
      body: [<Text key="text" id="outcome.names" values={{ names: <>{named(gone)}</> }} />],
    },
    left.length > 0 && {
      knot: 'goes' as const,
      title: <Text id="outcome.left" />,
      isPending: true,
      body: [<Text key="text" id="outcome.names" values={{ names: <>{named(left)}</> }} />],
    },
    ...stayed(others, among, 'outcome.stayed'),
    ...sessionsStep(outcome),
    {
      knot: 'next' as const,
      isPending: true,
      title: <Text id="outcome.next" />,
      body: [<Text key="text" id={nextStep(outcome, others)} />],
    },
  ].filter((step) => step !== false);
}

function stayed(
  others: readonly Device[] | null,
  among: readonly Device[],
  title: MessageKey,
): readonly ThreadStep[] {
  if (others === null) return [];
  const body =
    others.length > 0 ? (
      <ListedDevices key="list" devices={others} among={among} />
    ) : (
      <Text key="list" id="outcome.nothingElse" />
    );
  return [{ knot: 'stays', title: <Text id={title} />, body: [body] }];
}

function sessionsStep({ sessions, sessionsEnded }: OwnOutcome): readonly ThreadStep[] {
  if (sessions === 'NOT_ASKED') return [];
  const isEnded = sessions === 'ENDED';
  const text =
    isEnded && sessionsEnded !== null ? (
      <Text key="text" id="outcome.sessions.count" values={{ count: sessionsEnded }} />
    ) : (
      <Text
        key="text"
        id={sessions === 'UNKNOWN' ? 'results.unknown' : `outcome.sessions.${sessions}`}
      />
    );
  return [
    { knot: 'out', isPending: !isEnded, title: <Text id="outcome.sessions" />, body: [text] },
  ];
}

function nextStep(
  { status, kind, targets }: OwnOutcome,
  others: readonly Device[] | null,
): MessageKey {
  if (status === 'notDone' || status === 'partly') return 'outcome.next.tryAgain';
  const ofKind = kind === null ? null : nextStepOfKind[kind];
  if (ofKind !== null) return ofKind;
  // Access Management asks for one of these, and offers no new set-up.
  if (provingDevices(others ?? []).length > 0) return 'outcome.next.otherWay';
  const canSetUp = targets.some((target) => setUpAddress(target.kind) !== null);
  return canSetUp ? 'outcome.next.now' : 'outcome.next.atSignIn';
}
