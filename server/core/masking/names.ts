/** Headers whose value is a credential: known by name in any case. */
const SECRET_HEADERS = new Set(["authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "www-authenticate", "proxy-authenticate"]);
/** What passwords are called in other languages, as `plain` writes them. */
const PASSWORDS = "passw(?!ordless)|passphrase|passcode|kennwort|contrasena|motdepasse|wachtwoord";
/** Names of what holds secrets only, however deep: `credentials: { user, value }`. */
const HOLDING = new RegExp(`${PASSWORDS}|secret(?!ar)|apikey|accesskey|privatekey|credential`);
/** Names that tell of a secret wherever they stand: `accessToken`, `client_secret`, `X-Amz-Signature`. */
const TELLING = new RegExp(
  `token(?!s|type|izer|endpoint)|${HOLDING.source}|signature|jwt|csrf|xsrf|cardnumber|ccnumber|creditcard|(?:verification|security|recovery|mfa|onetime)code`,
);
/** Names that tell of one only as a whole. */
const WHOLE = new Set(
  ["pwd", "pass", "pin", "otp", "totp", "cvv", "cvc", "csc", "cvn", "auth", "authorization"].concat("sid", "sessionid", "jsessionid", "phpsessid"),
);
/** In an address these are credentials too; in data they are everyday words. */
const WHOLE_IN_ADDRESSES = new Set(["code", "key", "sig", "session", "ticket", "assertion", "samlresponse", "hmac"]);
/** How names end that tell something about a secret: how long it is, when it ends. */
const ABOUT =
  /(?:length|count|strength|policy|rules|requirements|settings|options|expir(?:es|ed|y|ation)?(?:in|at)?|(?:changed|created|updated|issued)at|enabled|required)$/;

const plain = (name: string): string =>
  name
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");

const tells = (known: string): boolean => WHOLE.has(known) || (TELLING.test(known) && !ABOUT.test(known));

/** Whether a field of data holds a secret, by its name. */
export const isSecretName = (name: string): boolean => tells(plain(name));

/** Whether all that stands below a field of data is secret, by its name. */
export function isSecretBelow(name: string): boolean {
  const known = plain(name);
  return HOLDING.test(known) && !ABOUT.test(known);
}

/** Whether a parameter of an address or of a form holds a secret, by its name, which may be percent-encoded. */
export function isSecretParameter(name: string): boolean {
  const known = plain(decoded(name));
  return tells(known) || WHOLE_IN_ADDRESSES.has(known) || /(^|[-_.])key$|[a-z]Key$/.test(name);
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
