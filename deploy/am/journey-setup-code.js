/**
 * PingAM from 7.5 on, and Advanced Identity Cloud: asks the gateway before a device is registered.
 * This is a next-generation script of a Scripted Decision node with the outcomes `allow` and
 * `refuse`, before the node that registers devices. See docs/enrolment.md.
 */

/** What happens without an answer of the gateway: `refuse` or `allow`. */
var withoutGateway = 'refuse';

var gateway = 'https://devices.example.org/enrolment/decisions';
var secret = String(secrets.getGenericSecret('scripted.node.enrolment').getAsUtf8());

/** What the next node registers: `OATH`, `PUSH`, `WEB_AUTHN`, `BOUND` or `RECOGNIZE`. */
var kind = 'OATH';

/** Where the journey has the user: `username`; in Advanced Identity Cloud `_id`. */
var userIn = 'username';

/** The user as the gateway knows them: they may have signed in with a mail address. */
function userOf() {
  var user = nodeState.get(userIn);
  if (!user || userIn === '_id') return user;
  var names = idRepository.getIdentity(String(user)).getAttributeValues('uid');
  return names.length === 1 ? names[0] : null;
}

function decide(user, code) {
  var question = { realm: realm, user: String(user), kind: kind, code: code };
  var status = 0;
  try {
    var answer = httpClient
      .send(gateway, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'x-enrolment-secret': secret },
        body: JSON.stringify(question),
      })
      .get();
    status = answer.status;
    if (status === 200) return answer.json();
  } catch (error) {
    logger.error('Setup codes: the gateway did not answer: ' + error);
  }
  logger.error('Setup codes: no decision of the gateway, status ' + status);
  // The gateway is there, and refuses the question: that is never a reason to allow.
  return { decision: status >= 400 && status < 500 ? 'refuse' : withoutGateway };
}

var refusal = 'Devices cannot be set up at the moment. Try again later, or call the help desk.';
var typed = callbacks.isEmpty() ? '' : String(callbacks.getTextInputCallbacks().get(0));
var user = userOf();
var answer = user ? decide(user, typed === '' ? null : typed.slice(0, 64)) : { decision: 'refuse' };

if (answer.decision === 'allow') {
  action.goTo('allow');
} else if (answer.decision === 'ask') {
  // The field is shown, and the script runs again with what the user types.
  callbacksBuilder.textInputCallback(answer.message);
} else {
  action.goTo('refuse').withErrorMessage(answer.message || refusal);
}
