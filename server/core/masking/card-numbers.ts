/** 13 to 19 digits, with what people and addresses put between groups of them, and nothing of a longer word around; dots between fours only. */
const CANDIDATE = /(?<![\w.-])(?:\d{4}(?:\.\d{4}){3}|\d(?:(?:[ +\u00a0\u202f-]|%20)?\d){12,18})(?![\w-])/g;
/** How the numbers of card networks begin, by their length (ISO/IEC 7812): a moment in milliseconds is none of them. */
const NETWORKS: Readonly<Record<number, RegExp>> = {
  13: /^4/,
  14: /^3[0689]/,
  15: /^3[47]/,
  16: /^(4|5[0-9]|2[2-7]|6|35)/,
  17: /^(5[0-9]|6)/,
  18: /^(5[0-9]|6)/,
  19: /^(4|5[0-9]|6)/,
};

/** The text with every card number replaced: digits in a network's form whose check digit is right. */
export const withoutCardNumbers = (text: string, mask: string): string =>
  text.replace(CANDIDATE, (found) => (isCardNumber(found.replace(/%20|\D/g, "")) ? mask : found));

/** Whether digits are a card's number: their beginning, their length and their check digit. */
const isCardNumber = (digits: string): boolean => (NETWORKS[digits.length]?.test(digits) ?? false) && isLuhn(digits);

/** The check digit of ISO/IEC 7812-1, annex B. */
function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighed = i % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
