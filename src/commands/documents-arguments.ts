import { command } from './line/arguments.ts';

/** The commands of `identity-gateway documents`. */
export const documentCommands = {
  about: 'checks documents before a gateway trusts them',
  notes: [
    `FILE is a GraphQL document, a manifest (.json), or a pattern in quotes: 'src/**/*.graphql'.
Without FILE the manifests of TRUSTED_DOCUMENTS_MANIFESTS are checked.`,
  ],
  commands: {
    check: command({
      operands: ['[FILE...]'],
      does: 'Reports what does not parse, does not fit the schema, or exceeds a limit.',
      examples: ["documents check 'documents/*.graphql'"],
      exits: { data: 'a document or a file is wrong', config: 'an option is wrong' },
      read: ({ operands: files }) => ({ files }),
    }),
  },
};
