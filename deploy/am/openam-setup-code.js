/**
 * OpenAM: asks the gateway before a device is registered. This is the server-side script of a
 * scripted module, after the module that checks the password and before the module that registers
 * devices. See docs/enrolment.md.
 */

/** What happens without an answer of the gateway: `refuse` or `allow`. */
var withoutGateway = 'refuse';

var gateway = 'https://devices.example.org/enrolment/decisions';
var secret = 'REPLACE-THIS-SECRET';

/** The realm of the chain, and what its next module registers: `OATH`, `PUSH` or `WEB_AUTHN`. */
var realm = '/alpha';
var kind = 'OATH';

/** Where the directory stores the user's name, and the devices that keep a module from registering. */
var nameAttribute = 'uid';
var deviceAttributes = { OATH: 'oathDeviceProfiles', PUSH: 'pushDeviceProfiles' };

function valuesOf(attribute) {
  return idRepository.getAttribute(username, attribute).toArray();
}

function decide(user, code) {
  var question = JSON.stringify({ realm: realm, user: user, kind: kind, code: code });
  var headers = [{ field: 'x-enrolment-secret', value: secret }];
  var status = 0;
  try {
    var answer = httpClient.post(gateway, question, { cookies: [], headers: headers });
    status = Number(answer.getStatusCode());
    if (status === 200) return JSON.parse(String(answer.getEntity())).decision;
  } catch (error) {
    logger.error('Setup codes: the gateway did not answer: ' + error);
  }
  logger.error('Setup codes: no decision of the gateway, status ' + status);
  // The gateway is there, and refuses the question: that is never a reason to allow.
  return status >= 400 && status < 500 ? 'refuse' : withoutGateway;
}

/** Whether the next module may register a device, or has nothing to register. */
function mayGoOn() {
  var devices = deviceAttributes[kind];
  if (devices && valuesOf(devices).length > 0) return true;
  // The name as AM stores it: the user may have signed in with a mail address.
  var names = valuesOf(nameAttribute);
  if (names.length !== 1) return false;
  var typed = clientScriptOutputData ? String(clientScriptOutputData).slice(0, 64) : '';
  return decide(String(names[0]), typed === '' ? null : typed) === 'allow';
}

authState = mayGoOn() ? SUCCESS : FAILED;
