import { described, secret } from '../values/parts.ts';
import { InvalidValue } from '../values/problem.ts';
import { attributeName, longSecret, oneOf, textLike } from '../values/readers.ts';
import type { Reader } from '../values/reader.ts';
import { thing } from '../values/thing.ts';
import { receiverName, vendorUrl } from './network-readers.ts';
import { realmName } from './realms.ts';

/** The addresses of a vendor that publishes no discovery document. */
const addresses = thing({
  parts: {
    push: described('Where requests are pushed (RFC 9126).', vendorUrl),
    authorization: described('Where browsers go.', vendorUrl),
    token: described('Where the result is fetched.', vendorUrl),
    keys: described('The keys that sign results (JWKS).', vendorUrl),
  },
});

/** The claims that vendors compare, and the attribute of AM that each comes from. */
const claims = thing({
  parts: {},
  optional: {
    given_name: described('Default: `givenName`.', attributeName),
    family_name: described('Default: `sn`.', attributeName),
    middle_name: attributeName,
    email: attributeName,
    birthdate: described('As ISO 8601: `1990-12-31`.', attributeName),
    phone_number: described('As E.164: `+4930123456`.', attributeName),
  },
});

/** An issuer, which a token repeats to the letter. */
const issuer: Reader<string> = (value) => {
  const { search } = vendorUrl(value);
  if (search === '') return value;
  throw new InvalidValue('expected an issuer without a query');
};

/** A product that verifies who people are, by OpenID Connect. */
export const vendor = thing(
  {
    parts: {
      name: described('The name in addresses and records.', receiverName),
      issuer: described('The issuer, exactly as in its tokens.', issuer),
      clientId: textLike(/^[\x21-\x7e]{1,255}$/, 'a client id without blanks'),
      clientSecret: described('A reference to the secret of the client.', secret(longSecret)),
    },
    optional: {
      title: described(
        'The name that pages show. Default: `name`.',
        textLike(/^[^\p{C}<>]{1,40}$/u, 'a short name'),
      ),
      realm: described('Default: every served realm.', realmName),
      addresses: described('Default: what the issuer publishes.', addresses),
      authentication: described(
        'How the client signs in. Default: `basic`.',
        oneOf(['basic', 'post']),
      ),
      flow: described(
        'The flow of the vendor, sent as the scope `idv_flow_…`.',
        textLike(/^[\w.-]{1,128}$/, 'the id of a flow'),
      ),
      claims,
    },
  },
  ({ title, authentication = 'basic', claims: given = {}, ...rest }) => ({
    ...rest,
    title: title ?? rest.name,
    authentication,
    claims: { given_name: 'givenName', family_name: 'sn', ...given },
  }),
);
