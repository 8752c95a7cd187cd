import type { Texts } from './text-keys.ts';

export const de: Texts = {
  title: 'Weisen Sie sich aus',
  intro: 'Geben Sie den Code ein, den der Helpdesk Ihnen vorgelesen hat.',
  caution:
    'Machen Sie nur weiter, wenn Sie selbst den Helpdesk angerufen haben. Hat jemand Sie angerufen oder hierher geschickt, hören Sie auf und rufen Sie den Helpdesk an.',
  label: 'Code',
  hint: 'Acht Buchstaben und Ziffern, zum Beispiel 7K3M-XQT2.',
  submit: 'Weiter',
  wrong:
    'Dieser Code gilt nicht. Vergleichen Sie ihn mit dem Helpdesk und geben Sie ihn noch einmal ein.',
  tooMany:
    'Es wurden zu viele Codes versucht. Warten Sie zehn Minuten oder fragen Sie den Helpdesk nach einem anderen Weg.',
  forwardTitle: 'Es geht weiter bei {vendor}',
  forward:
    '{vendor} fragt nach einem Ausweis und einem Bild Ihres Gesichts. Bleiben Sie am Telefon.',
  forwardLink: 'Weiter zu {vendor}',
  verifiedTitle: 'Danke',
  verified: 'Sie haben sich ausgewiesen. Gehen Sie zurück zum Gespräch.',
  notVerifiedTitle: 'Es hat nicht geklappt',
  notVerified:
    'Wir konnten Sie nicht bestätigen. Gehen Sie zurück zum Gespräch: Der Helpdesk kennt andere Wege.',
  gaveUpTitle: 'Sie haben abgebrochen',
  gaveUp:
    'Gehen Sie zurück zum Gespräch. Der Helpdesk kann Ihnen einen neuen Code geben oder kennt andere Wege.',
  noAnswerTitle: 'Es hat nicht geklappt',
  noAnswer:
    'Es kam keine brauchbare Antwort. Gehen Sie zurück zum Gespräch. Der Helpdesk kann Ihnen einen neuen Code geben oder kennt andere Wege.',
  lostTitle: 'Diese Seite gilt nicht mehr',
  lost: 'Ist diese Prüfung in einem anderen Tab offen, machen Sie dort weiter. Sonst gehen Sie zurück zum Gespräch.',
  overTitle: 'Dieser Code ist abgelaufen',
  over: 'Gehen Sie zurück zum Gespräch und fragen Sie nach einem neuen Code.',
  tryAgainTitle: 'Etwas antwortet nicht',
  tryAgain:
    'Warten Sie eine Minute und geben Sie den Code noch einmal ein. Bleiben Sie am Telefon.',
};
