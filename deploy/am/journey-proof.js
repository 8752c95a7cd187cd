/*
 * PingAM and Advanced Identity Cloud: the first step of a journey by which users prove their
 * identity. It demands the gateway's secret, and names the user. See docs/verification.md.
 */
var secret = String(secrets.getGenericSecret('scripted.node.proof.journey').getAsUtf8());
var given = requestHeaders.get('x-proof-secret');
var user = requestHeaders.get('x-proof-user');

// Compares in constant time.
function isSame(one, other) {
  var difference = one.length ^ other.length;
  for (var at = 0; at < other.length; at += 1)
    difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

if (given && user && isSame(String(given.get(0)), secret)) {
  nodeState.putShared('username', decodeURIComponent(String(user.get(0))));
  outcome = 'true';
} else {
  outcome = 'false';
}
