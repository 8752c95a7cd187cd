/*
 * OpenAM: the first module of a chain by which users prove their identity. It demands the
 * gateway's secret, and names the user. See docs/verification.md.
 */
var secret = 'REPLACE-THIS-SECRET';
var given = requestData.getHeader('x-proof-secret');
var user = requestData.getHeader('x-proof-user');

// Compares in constant time.
function isSame(one, other) {
  var difference = one.length ^ other.length;
  for (var at = 0; at < other.length; at += 1)
    difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}

if (given !== null && user !== null && isSame(String(given), secret)) {
  username = decodeURIComponent(String(user));
  // The OATH module reads the name from here.
  sharedState.put('javax.security.auth.login.name', username);
  authState = SUCCESS;
} else {
  authState = FAILED;
}
