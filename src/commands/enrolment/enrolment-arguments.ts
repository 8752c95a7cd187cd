import { command, onLedger, type Parsed } from '../line/arguments.ts';

const ofUser = {
  operands: ['REALM', 'USER'],
  exits: { failed: 'no hold is open for the user', ...onLedger },
} as const;

/** The commands of `identity-gateway enrolment`. */
export const enrolmentCommands = {
  about: 'shows and ends the hold after a reset, in which a new device needs a setup code',
  notes: [
    `USER is AM's id of the user. It works on the ledger's database; with SQLite, stop the gateway first.`,
  ],
  commands: {
    show: command({
      ...ofUser,
      operands: [...ofUser.operands],
      does: 'Shows the reset that opened the hold, its kinds and end, and the state of the code.',
      examples: ['enrolment show alpha bob'],
      read: ({ operands: [realm = '', user = ''] }) => ({ name: 'show', realm, user }),
    }),
    end: command({
      ...ofUser,
      operands: [...ofUser.operands],
      does: 'Ends the hold: the next device of the user needs no code. It is recorded.',
      examples: ['enrolment end alpha bob'],
      read: ({ operands: [realm = '', user = ''] }) => ({ name: 'end', realm, user }),
    }),
  },
};
export type EnrolmentCommand = Parsed<typeof enrolmentCommands>;
