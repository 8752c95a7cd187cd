/** The mailboxes of teams, which belong to no user of the sandbox. */
export const teamMailboxes = {
  security: 'security@example.com',
  desk: 'desk@example.com',
} as const;
