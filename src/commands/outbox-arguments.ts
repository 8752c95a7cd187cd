import { command, onLedger, type Parsed } from './line/arguments.ts';

const message = 'msg_q3Vt0dJ2Yx8Hc5wRzKfLsA';
const noMessage = { failed: 'no message has this id', ...onLedger };

/** The commands of `identity-gateway outbox`. */
export const outboxCommands = {
  about: 'shows and retries the messages about changes',
  commands: {
    list: command({
      does: 'Lists the messages that wait or were given up: id, receiver, event, change, age.',
      examples: ['outbox list'],
      exits: onLedger,
      read: () => ({ name: 'list' }),
    }),
    retry: command({
      operands: ['[ID]'],
      does: 'Sends a message now, or all of them, and again for three days.',
      examples: ['outbox retry', `outbox retry ${message}`],
      exits: noMessage,
      read: ({ operands: [id] }) => ({ name: 'retry', id }),
    }),
    drop: command({
      operands: ['ID'],
      does: 'Never sends a message.',
      examples: [`outbox drop ${message}`],
      exits: noMessage,
      read: ({ operands: [id = ''] }) => ({ name: 'drop', id }),
    }),
    on: command({
      operands: ['CHANNEL'],
      does: 'Sends to a receiver again that has refused all messages.',
      examples: ['outbox on webhook:siem'],
      exits: { failed: 'the receiver is not off', ...onLedger },
      read: ({ operands: [channel = ''] }) => ({ name: 'on', channel }),
    }),
  },
};
export type OutboxCommand = Parsed<typeof outboxCommands>;
