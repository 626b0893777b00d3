/** Headers whose value is a credential: known by name in any case. */
const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "www-authenticate", "proxy-authenticate"]);
/** Names that tell of a secret wherever they stand: `accessToken`, `client_secret`, `X-Amz-Signature`. */
const TELLING =
  /token(?!s|type|izer|endpoint)|passw|passwd|passphrase|passcode|secret|apikey|accesskey|privatekey|credential|signature|jwt|csrf|xsrf|cardnumber|ccnumber|creditcard/;
/** Names that tell of one only as a whole. */
const WHOLE = new Set(["pwd", "pass", "pin", "otp", "cvv", "cvc", "csc", "cvn", "auth", "authorization", "sid", "sessionid", "jsessionid", "phpsessid"]);
/** In an address these are credentials too; in data they are everyday words. */
const WHOLE_IN_ADDRESSES = new Set(["code", "key", "sig", "session", "ticket", "assertion", "samlresponse", "hmac"]);

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** Whether a field of data holds a secret, by its name. */
export function isSecretName(name: string): boolean {
  const known = plain(name);
  return WHOLE.has(known) || TELLING.test(known);
}

/** Whether a parameter of an address or of a form holds a secret, by its name, which may be percent-encoded. */
export function isSecretParameter(name: string): boolean {
  const known = plain(decoded(name));
  return WHOLE.has(known) || WHOLE_IN_ADDRESSES.has(known) || TELLING.test(known) || /(^|[-_.])key$|[a-z]Key$/.test(name);
}

/** Whether a header's value is a credential, by its name. */
export const isSecretHeader = (name: string): boolean => SECRET_HEADERS.has(name.toLowerCase()) || isSecretName(name);

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
