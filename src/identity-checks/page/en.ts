import type { Texts } from './text-keys.ts';

export const en: Texts = {
  title: 'Prove who you are',
  intro: 'Type the code that the help desk has read out to you.',
  caution:
    'Go on only if you called the help desk yourself. If somebody called you or sent you here, stop and call the help desk.',
  label: 'Code',
  hint: 'Eight letters and digits, for example 7K3M-XQT2.',
  submit: 'Continue',
  wrong: 'This code does not work. Compare it with the help desk, and type it again.',
  tooMany: 'Too many codes were tried. Wait ten minutes, or ask the help desk for another way.',
  forwardTitle: 'You go on to {vendor}',
  forward: '{vendor} asks for a document and for a picture of your face. Stay on the call.',
  forwardLink: 'Go on to {vendor}',
  verifiedTitle: 'Thank you',
  verified: 'You have proved who you are. Go back to the call.',
  notVerifiedTitle: 'It did not work',
  notVerified: 'You could not be verified. Go back to the call: the help desk knows other ways.',
  gaveUpTitle: 'You have stopped',
  gaveUp: 'Go back to the call. The help desk can give you a new code, or knows other ways.',
  noAnswerTitle: 'It did not work',
  noAnswer:
    'There was no usable answer. Go back to the call. The help desk can give you a new code, or knows other ways.',
  lostTitle: 'This page is not open any more',
  lost: 'If you have another tab with this check, go on there. Otherwise go back to the call.',
  overTitle: 'This code has ended',
  over: 'Go back to the call, and ask for a new code.',
  tryAgainTitle: 'Something does not answer',
  tryAgain: 'Wait a minute, and type the code again. Stay on the call.',
};
