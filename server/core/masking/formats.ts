/** Secrets that are known by their form alone, and words in lower case of which each has one. */
export const FORMATS: readonly { words: readonly string[]; pattern: RegExp }[] = [
  // Three base64url parts, the first of which is a JSON object (RFC 7519); five where it is encrypted (RFC 7516).
  { words: ["eyj"], pattern: /(?<![A-Za-z0-9])eyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*){0,3}/g },
  // RFC 7468; line breaks may be escaped, and the end cut off.
  { words: ["private key"], pattern: /-----BEGIN [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,30}PRIVATE KEY(?: BLOCK)?-----|$)/g },
  { words: ["akia", "asia"], pattern: /\bA(?:KI|SI)A[A-Z2-7]{12}[A-Z0-9]{4}\b/g },
  { words: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"], pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})\b/g },
  { words: ["glpat-"], pattern: /\bglpat-[\w-]{20,100}/g },
  { words: ["npm_"], pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { words: ["k_live_", "k_test_"], pattern: /\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,200}/g },
  { words: ["xox"], pattern: /\bxox[abeoprs]-[\w-]{10,200}/g },
  { words: ["aiza"], pattern: /\bAIza[\w-]{35}/g },
  { words: ["sk-"], pattern: /\bsk-(?=[A-Za-z_-]{0,40}\d)[\w-]{32,200}/g },
];
