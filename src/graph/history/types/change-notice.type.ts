import { Field } from 'type-graphql';
import { RecipientKind, type OutboxState } from '../../../domain/outbox/outbox.ts';
import { DateTime } from '../../fields/date-time.ts';
import { NullableField } from '../../fields/nullable-field.ts';
import { ValueType } from '../../fields/value-type.ts';
import { register } from '../../enums/register-enum.ts';

/** The states of a message by their names in the schema. */
export const DeviceChangeNoticeState = {
  WAITING: 'waiting',
  DELIVERED: 'delivered',
  FAILED: 'failed',
  DROPPED: 'dropped',
} as const satisfies Readonly<Record<Uppercase<OutboxState>, OutboxState>>;

register(DeviceChangeNoticeState, {
  name: 'DeviceChangeNoticeState',
  description: 'What became of a message about a change.',
  values: {
    WAITING: 'The message is not delivered yet. The gateway tries again.',
    DELIVERED: 'The receiver, or their mail server, has accepted the message.',
    FAILED: 'The message was given up, for example because AM holds no address.',
    DROPPED: 'An operator dropped the message.',
  },
});

/** Why a message was not delivered yet, or at all. */
const DeviceChangeNoticeProblem = {
  NO_ADDRESS: 'NO_ADDRESS',
  REFUSED: 'REFUSED',
  NOT_SENT: 'NOT_SENT',
} as const;
export type DeviceChangeNoticeProblem = keyof typeof DeviceChangeNoticeProblem;

register(DeviceChangeNoticeProblem, {
  name: 'DeviceChangeNoticeProblem',
  description: 'Why a message about a change was not delivered.',
  values: {
    NO_ADDRESS: 'AM holds no mail address for the recipient.',
    REFUSED: 'The address is not usable, or the mail server refused the message.',
    NOT_SENT: 'The message could not be sent, for example because the mail server did not answer.',
  },
});

register(RecipientKind, {
  name: 'DeviceChangeNoticeRecipient',
  description: 'Who a message about a change is for.',
  values: { PERSON: 'The user whose devices were changed.', MANAGER: "The user's manager." },
});

@ValueType('A mail to a person about a change.')
export class DeviceChangeNotice {
  @NullableField(
    () => RecipientKind,
    'Who the message is for. Null until the gateway has found the addresses, or if AM holds none.',
  )
  recipient!: RecipientKind | null;

  @NullableField(
    () => String,
    'The masked address: `b•••@example.com`. Null until the gateway has found the addresses, or if AM holds none.',
  )
  maskedAddress!: string | null;

  @Field(() => DeviceChangeNoticeState, { description: 'What became of the message.' })
  state!: OutboxState;

  @NullableField(
    () => DeviceChangeNoticeProblem,
    'Why the last attempt failed. Null without a problem, and for a delivered message.',
  )
  problem!: DeviceChangeNoticeProblem | null;

  @Field(() => DateTime, {
    description:
      'When the message was delivered, given up or dropped; when it was added if it waits.',
  })
  at!: Date;
}

@ValueType('A message to another system about a change.')
export class DeviceChangeDelivery {
  @Field(() => String, { description: 'The receiver, as the operator named it: `webhook:siem`.' })
  receiver!: string;

  @Field(() => DeviceChangeNoticeState, { description: 'What became of the message.' })
  state!: OutboxState;

  @NullableField(() => String, 'The code of the last problem. Null without a problem.')
  problem!: string | null;

  @Field(() => DateTime, {
    description:
      'When the message was delivered, given up or dropped; when it was added if it waits.',
  })
  at!: Date;
}
