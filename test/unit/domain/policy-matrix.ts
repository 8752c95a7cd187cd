/** The policy as a table: every caller × effect × target. */
import type { Caller } from '../../../src/domain/people/caller.ts';
import type { Target } from '../../../src/domain/policy/policy.ts';
import type { Effect } from '../../../src/domain/policy/effects.ts';
import { alpha, beta, everywhere, signedIn } from './access-settings.ts';

/** The callers of the table. */
export const callers = {
  nobody: { kind: 'anonymous', why: 'no session' },
  'an ended session': { kind: 'anonymous', why: 'session not accepted' },
  'somebody of another realm': { kind: 'anonymous', why: 'realm not served' },
  alice: signedIn(),
  'alice by another spelling': signedIn({ username: ' ALICE' }),
  'alice of beta': signedIn({ realm: beta }),
  'alice with a token to read': signedIn({ method: 'BEARER', own: { view: true, change: false } }),
  'alice with a token to reset': signedIn({ method: 'BEARER', own: { view: false, change: true } }),
  'a caller without roles': signedIn({ standings: everywhere() }),
  'alice of the help desk': signedIn({ standings: everywhere('SELF', 'HELP_DESK') }),
  'alice of the help desk of beta': signedIn({
    standings: everywhere('SELF', 'HELP_DESK'),
    realm: beta,
  }),
  'alice, an administrator': signedIn({ standings: everywhere('SELF', 'ADMINISTRATOR') }),
  'alice, an auditor': signedIn({ standings: everywhere('SELF', 'AUDITOR') }),
  'alice of the help desk, and an auditor': signedIn({
    standings: everywhere('SELF', 'AUDITOR', 'HELP_DESK'),
  }),
  'a token of an auditor without scopes of its own': signedIn({
    method: 'BEARER',
    standings: everywhere('SELF', 'AUDITOR'),
    own: { view: false, change: false },
  }),
  'alice, both': signedIn({ standings: everywhere('SELF', 'ADMINISTRATOR', 'HELP_DESK') }),
  'a token of the help desk without scopes of its own': signedIn({
    method: 'BEARER',
    standings: everywhere('SELF', 'HELP_DESK'),
    own: { view: false, change: false },
  }),
  'the super user': signedIn({
    standings: everywhere('SUPER_USER'),
    username: 'amadmin',
    realm: null,
  }),
  'the super user of a served top realm': signedIn({
    standings: everywhere('SELF', 'SUPER_USER'),
    username: 'amadmin',
    realm: { name: 'root', path: '/' },
  }),
} satisfies Record<string, Caller>;

/** Alice as a target. */
export const aboutAlice: Omit<Target, 'named'> = {
  realm: alpha,
  id: 'alice',
  privilege: 'none',
  areas: 'not read',
  staffBeyond: 'not read',
};
/** Another person, before anything of an area is read. */
const another = {
  realm: alpha,
  id: 'bob',
  named: true,
  areas: 'not read',
  staffBeyond: 'not read',
} as const;
/** The targets of the table. */
export const targets = {
  own: { ...aboutAlice, named: false },
  'own, named': { ...aboutAlice, named: true },
  'own, named otherwise': { ...aboutAlice, id: ' ＡLICE', named: true },
  bob: { ...another, privilege: 'none' },
  'bob, perhaps privileged': { ...another, privilege: undefined },
  privileged: { ...another, id: 'carol', privilege: 'privileged' },
  elsewhere: { ...another, realm: beta, privilege: 'none' },
  'privilege unknown': { ...another, id: 'carol', privilege: 'unknown' },
  'own, by the records': { ...aboutAlice, id: 'ali\uFE0Fce', named: true, own: true },
  'a namesake, by the records': { ...aboutAlice, named: true, own: false },
} satisfies Record<string, Target>;

/**
 * One letter for each target, in their order: `s`elf, `h`elp desk, `a`dministrator, auditor (`v`),
 * s`u`per user; `-` for UNAUTHENTICATED, `F`ORBIDDEN, INSUFFICIENT_`S`COPE, `O`WN_ACCOUNT,
 * TARGET_`P`RIVILEGED, PRIVILEGE_UN`K`NOWN. The groups of letters are the effects of `groups`.
 */
export const matrix: Readonly<Record<keyof typeof callers, string>> = {
  nobody: '---------- ---------- ---------- ---------- ---------- ---------- ---------- ----------',
  'an ended session':
    '---------- ---------- ---------- ---------- ---------- ---------- ---------- ----------',
  'somebody of another realm':
    '---------- ---------- ---------- ---------- ---------- ---------- ---------- ----------',
  alice: 'sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF FFFFFFFFFF',
  'alice by another spelling':
    'sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF FFFFFFFFFF',
  'alice of beta':
    'FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF',
  'alice with a token to read':
    'sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF SSSFFFFFSF SSSFFFFFSF SSSFFFFFSF FFFFFFFFFF',
  'alice with a token to reset':
    'SSSFFFFFSF SSSFFFFFSF SSSFFFFFSF SSSFFFFFSF sssFFFFFsF sssFFFFFsF sssFFFFFsF FFFFFFFFFF',
  'a caller without roles':
    'FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF FFFFFFFFFF',
  'alice of the help desk':
    'ssshhhFhsh ssshhPFKsh ssshhPFKsh sssFFFFFsF sOOhhPFKOh sOOFFFFFOF sOOFFFFFOF FOOhhPFKOh',
  'alice of the help desk of beta':
    'FFFFFFhFFF FFFFFFhFFF FFFFFFhFFF FFFFFFFFFF FFFFFFhFOF FFFFFFFFOF FFFFFFFFOF FFFFFFhFOF',
  'alice, an administrator':
    'sssaaaFasa sssaaaFasa sssaaaFasa sssaaaFasa sOOaaPFKOa sOOaaPFKOa sOOFFFFFOF FOOaaaFaOa',
  'alice, both':
    'sssaaaFasa sssaaaFasa sssaaaFasa sssaaaFasa sOOaaPFKOa sOOaaPFKOa sOOFFFFFOF FOOaaaFaOa',
  'a token of the help desk without scopes of its own':
    'hhhhhhFhhh hhhhhPFKhh hhhhhPFKhh SSSFFFFFSF SOOhhPFKOh SOOFFFFFOF SOOFFFFFOF FOOhhPFKOh',
  'the super user':
    'uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu FFFFFFFFFF uuuuuuuuuu',
  'the super user of a served top realm':
    'uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu uuuuuuuuuu FFFFFFFFFF uuuuuuuuuu',
  'alice, an auditor':
    'sssFFFFFsF sssFFFFFsF sssvvvFvsv sssFFFFFsF sssFFFFFsF sssFFFFFsF sssFFFFFsF FFFFFFFFFF',
  'alice of the help desk, and an auditor':
    'ssshhhFhsh ssshhPFKsh sssvvvFvsv sssFFFFFsF sOOhhPFKOh sOOFFFFFOF sOOFFFFFOF FOOhhPFKOh',
  'a token of an auditor without scopes of its own':
    'SSSFFFFFSF SSSFFFFFSF vvvvvvFvvv SSSFFFFFSF SSSFFFFFSF SSSFFFFFSF SSSFFFFFSF FFFFFFFFFF',
};

/** The effects on a person. */
export const columns: readonly Exclude<
  Effect,
  'search' | 'viewInsights' | 'viewCoverage' | 'viewReceivers' | 'viewCampaigns' | 'runCampaigns'
>[] = [
  'viewPerson',
  'viewDevices',
  'viewHistory',
  'viewProfileData',
  'reset',
  'remove',
  'rename',
  'report',
  'takeReport',
  'endSessions',
  'retryNotice',
  'check',
];

/** The effects with the letters of another one. */
export const sameAs: Readonly<Partial<Record<Effect, (typeof columns)[number]>>> = {
  rename: 'remove',
  endSessions: 'reset',
  retryNotice: 'takeReport',
  check: 'reset',
};
export const groups = columns.filter((effect) => sameAs[effect] === undefined);
/** The letters of verdicts. */
export const letters = {
  SELF: 's',
  HELP_DESK: 'h',
  ADMINISTRATOR: 'a',
  AUDITOR: 'v',
  SUPER_USER: 'u',
  CAMPAIGN: 'c',
  UNAUTHENTICATED: '-',
  FORBIDDEN: 'F',
  INSUFFICIENT_SCOPE: 'S',
  OWN_ACCOUNT: 'O',
  TARGET_PRIVILEGED: 'P',
  PRIVILEGE_UNKNOWN: 'K',
  AREA_UNKNOWN: 'A',
} as const;
/** The default settings. */
export const standard = { staffRealms: [], administratorsOverPrivileged: false };
