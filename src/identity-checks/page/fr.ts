import type { Texts } from './text-keys.ts';

export const fr: Texts = {
  title: 'Prouvez votre identité',
  intro: 'Saisissez le code que le service d’assistance vous a lu.',
  caution:
    'Continuez seulement si vous avez appelé vous-même le service d’assistance. Si quelqu’un vous a appelé ou envoyé ici, arrêtez et appelez le service d’assistance.',
  label: 'Code',
  hint: 'Huit lettres et chiffres, par exemple 7K3M-XQT2.',
  submit: 'Continuer',
  wrong:
    'Ce code n’est pas valable. Vérifiez-le avec le service d’assistance et saisissez-le à nouveau.',
  tooMany:
    'Trop de codes ont été essayés. Attendez dix minutes ou demandez un autre moyen au service d’assistance.',
  forwardTitle: 'Vous continuez chez {vendor}',
  forward: '{vendor} demande une pièce d’identité et une photo de votre visage. Restez en ligne.',
  forwardLink: 'Continuer chez {vendor}',
  verifiedTitle: 'Merci',
  verified: 'Vous avez prouvé votre identité. Reprenez votre appel.',
  notVerifiedTitle: 'Cela n’a pas fonctionné',
  notVerified:
    'Votre identité n’a pas pu être vérifiée. Reprenez votre appel : le service d’assistance connaît d’autres moyens.',
  gaveUpTitle: 'Vous avez arrêté',
  gaveUp:
    'Reprenez votre appel. Le service d’assistance peut vous donner un nouveau code ou connaît d’autres moyens.',
  noAnswerTitle: 'Cela n’a pas fonctionné',
  noAnswer:
    'Il n’y a pas eu de réponse utilisable. Reprenez votre appel. Le service d’assistance peut vous donner un nouveau code ou connaît d’autres moyens.',
  lostTitle: 'Cette page n’est plus ouverte',
  lost: 'Si cette vérification est ouverte dans un autre onglet, continuez là. Sinon, reprenez votre appel.',
  overTitle: 'Ce code a expiré',
  over: 'Reprenez votre appel et demandez un nouveau code.',
  tryAgainTitle: 'Quelque chose ne répond pas',
  tryAgain: 'Attendez une minute et saisissez le code à nouveau. Restez en ligne.',
};
