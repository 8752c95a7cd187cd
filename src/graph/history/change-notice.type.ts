import { Field, ObjectType } from 'type-graphql';
import { RecipientKind, type OutboxState } from '../../domain/outbox.ts';
import { Access } from '../access.ts';
import { DateTime } from '../date-time.ts';
import { register } from '../enums.ts';
import { NullableField } from '../nullable-field.ts';

/** The states of a message by their names in the schema. */
export const ChangeNoticeState = {
  WAITING: 'waiting',
  DELIVERED: 'delivered',
  FAILED: 'failed',
  DROPPED: 'dropped',
} as const satisfies Readonly<Record<Uppercase<OutboxState>, OutboxState>>;

register(ChangeNoticeState, {
  name: 'ChangeNoticeState',
  description: 'What became of a message about a change.',
  values: {
    WAITING: 'The message is not delivered yet. The gateway tries again.',
    DELIVERED: 'The receiver, or their mail server, has accepted the message.',
    FAILED: 'The message was given up, for example because AM holds no address.',
    DROPPED: 'An operator dropped the message.',
  },
});

/** The ways to people; one for now. */
const ChangeNoticeChannel = { MAIL: 'MAIL' } as const;

register(ChangeNoticeChannel, {
  name: 'ChangeNoticeChannel',
  description: 'How a message about a change reaches people.',
  values: { MAIL: 'By mail.' },
});

/** Why a message was not delivered yet, or at all. */
const ChangeNoticeProblem = {
  NO_ADDRESS: 'NO_ADDRESS',
  REFUSED: 'REFUSED',
  NOT_SENT: 'NOT_SENT',
} as const;
export type ChangeNoticeProblem = keyof typeof ChangeNoticeProblem;

register(ChangeNoticeProblem, {
  name: 'ChangeNoticeProblem',
  description: 'Why a message about a change was not delivered.',
  values: {
    NO_ADDRESS: 'AM holds no mail address for the recipient.',
    REFUSED: 'The address is not usable, or the mail server refused the message.',
    NOT_SENT: 'The message could not be sent, for example because the mail server did not answer.',
  },
});

register(RecipientKind, {
  name: 'ChangeNoticeRecipient',
  description: 'Who a message about a change is for.',
  values: { PERSON: 'The user whose devices were changed.', MANAGER: "The user's manager." },
});

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'A message to a person about a change.' })
export class ChangeNotice {
  @Field(() => ChangeNoticeChannel, { description: 'How the message is sent.' })
  channel!: keyof typeof ChangeNoticeChannel;

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

  @Field(() => ChangeNoticeState, { description: 'What became of the message.' })
  state!: OutboxState;

  @NullableField(
    () => ChangeNoticeProblem,
    'Why the last attempt failed. Null without a problem, and for a delivered message.',
  )
  problem!: ChangeNoticeProblem | null;

  @Field(() => DateTime, {
    description:
      'When the message was delivered, given up or dropped; when it was added if it waits.',
  })
  at!: Date;
}

@Access('with parent')
@ObjectType({ simpleResolvers: true, description: 'A message to another system about a change.' })
export class ChangeDelivery {
  @Field(() => String, { description: 'The receiver, as the operator named it: `webhook:siem`.' })
  receiver!: string;

  @Field(() => ChangeNoticeState, { description: 'What became of the message.' })
  state!: OutboxState;

  @NullableField(() => String, 'The code of the last problem. Null without a problem.')
  problem!: string | null;

  @Field(() => DateTime, {
    description:
      'When the message was delivered, given up or dropped; when it was added if it waits.',
  })
  at!: Date;
}
