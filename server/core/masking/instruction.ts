import { MASK } from "./text-rules.ts";

const FIELD =
  /passw|passphrase|passcode|\bpin\b|secret|\btoken\b|cvv|cvc|security code|card number|credit card|contraseña|passwort|kennwort|mot de passe|パスワード|密码/i;
/** What is typed: in quotes, or what stands between the verb and where it goes. */
const QUOTED = /"[^"]{1,500}"|'[^']{1,500}'|“[^”]{1,500}”|«[^»]{1,500}»|「[^」]{1,500}」/g;
const BARE = /\b(type|enter|fill(?: in)?|write|put|input|set)\s+(?!%)(\S{3,200})\s+(in|into|as|for|to)\b/gi;

/**
 * An instruction without what it would type into a password or card field, before anyone knows which field that is: told
 * by its words. Names of fields stay where they name such a field themselves.
 */
export function withoutTypedSecrets(instruction: string): string {
  if (!FIELD.test(instruction)) return instruction;
  const quoted = instruction.replace(QUOTED, (all) => (FIELD.test(all) || /^.%[^%]+%.$/.test(all) ? all : `${all[0]}${MASK}${all.at(-1)}`));
  return quoted.replace(BARE, (all, verb: string, what: string, to: string) => (/^["'“«「]/.test(what) ? all : `${verb} ${MASK} ${to}`));
}
