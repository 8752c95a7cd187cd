import type { Texts } from './text-keys.ts';

export const es: Texts = {
  title: 'Demuestre quién es',
  intro: 'Escriba el código que le ha leído el servicio de asistencia.',
  caution:
    'Continúe solo si usted mismo llamó al servicio de asistencia. Si alguien le ha llamado o le ha enviado aquí, deténgase y llame al servicio de asistencia.',
  label: 'Código',
  hint: 'Ocho letras y cifras, por ejemplo 7K3M-XQT2.',
  submit: 'Continuar',
  wrong:
    'Este código no es válido. Compruébelo con el servicio de asistencia y escríbalo de nuevo.',
  tooMany:
    'Se han probado demasiados códigos. Espere diez minutos o pida otra forma al servicio de asistencia.',
  forwardTitle: 'Continúa en {vendor}',
  forward: '{vendor} pide un documento y una foto de su cara. No cuelgue.',
  forwardLink: 'Continuar en {vendor}',
  verifiedTitle: 'Gracias',
  verified: 'Ha demostrado quién es. Vuelva a la llamada.',
  notVerifiedTitle: 'No ha funcionado',
  notVerified:
    'No se ha podido verificar su identidad. Vuelva a la llamada: el servicio de asistencia conoce otras formas.',
  gaveUpTitle: 'Se ha detenido',
  gaveUp:
    'Vuelva a la llamada. El servicio de asistencia puede darle un código nuevo o conoce otras formas.',
  noAnswerTitle: 'No ha funcionado',
  noAnswer:
    'No ha llegado ninguna respuesta útil. Vuelva a la llamada. El servicio de asistencia puede darle un código nuevo o conoce otras formas.',
  lostTitle: 'Esta página ya no está abierta',
  lost: 'Si esta comprobación está abierta en otra pestaña, continúe allí. Si no, vuelva a la llamada.',
  overTitle: 'Este código ha caducado',
  over: 'Vuelva a la llamada y pida un código nuevo.',
  tryAgainTitle: 'Algo no responde',
  tryAgain: 'Espere un minuto y escriba el código de nuevo. No cuelgue.',
};
