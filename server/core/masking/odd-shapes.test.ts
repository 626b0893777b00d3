import { describe, expect, test } from "vitest";
import { createVeil } from "../veil.ts";
import { createMasker } from "./masker.ts";

const SECRET = "s3cr3tValue9";
const TYPED = "Tr0ub4dor&3 zebra";
/** Written in two parts, so that nothing takes this file for a leak of its own. */
const joined = (...parts: string[]): string => parts.join("");
const KEY = joined("-----BEGIN RSA PRIVATE", " KEY-----\nMIIEpAIBAAKCAQEA", SECRET, "\n-----END RSA PRIVATE", " KEY-----");
const JSON_TYPE = "application/json";
const FORM = "application/x-www-form-urlencoded";
const MULTIPART = "multipart/form-data; boundary=b";
const part = (naming: string, value: string): string => `--b\r\nContent-Disposition: form-data; ${naming}\r\n\r\n${value}\r\n--b--`;

const masker = () => {
  const mask = createMasker({ veil: createVeil() });
  mask.learn(TYPED);
  return mask;
};

describe("no secret is left in bodies", () => {
  test.each([
    ["a client's secret", JSON_TYPE, `{"client_secret":"${SECRET}"}`],
    ["a refresh token", JSON_TYPE, `{"refreshToken":"${SECRET}"}`],
    ["pwd", JSON_TYPE, `{"pwd":"${SECRET}"}`],
    ["a list of passwords", JSON_TYPE, `{"passwords":["${SECRET}"]}`],
    ["what stands below a secret", JSON_TYPE, `{"credentials":{"user":"ann","parts":[{"value":"${SECRET}"}]}}`],
    ["names and values", JSON_TYPE, `[{"name":"password","value":"${SECRET}"}]`],
    ["entries", JSON_TYPE, `[["authorization","Custom ${SECRET}"]]`],
    ["authorization among headers", JSON_TYPE, `{"headers":{"authorization":"Bearer ${SECRET}"}}`],
    ["variables of GraphQL", JSON_TYPE, `{"query":"mutation { x }","variables":{"input":{"newPassword":"${SECRET}"}}}`],
    ["GraphQL with the value in it", JSON_TYPE, `{"query":"mutation { login(user: \\"ann\\", password: \\"${SECRET}\\") { id } }"}`],
    ["JSON in JSON", JSON_TYPE, JSON.stringify({ body: JSON.stringify({ password: SECRET }) })],
    ["JSON in JSON in JSON", "text/plain", JSON.stringify({ body: JSON.stringify({ b: JSON.stringify({ password: SECRET }) }) })],
    ["a name with escapes", JSON_TYPE, `{"\\u0070assword":"${SECRET}"}`],
    ["a name with escapes, cut off", JSON_TYPE, `{"\\u0070assword":"${SECRET}`],
    ["JSON behind a guard", JSON_TYPE, `)]}',\n{"password":"${SECRET}"}`],
    ["lines of JSON", "application/x-ndjson", `{"a":1}\n{"password":"${SECRET}"}\n`],
    ["other languages", JSON_TYPE, `{"kennwort":"${SECRET}","contraseña":"${SECRET}","mot_de_passe":"${SECRET}"}`],
    ["a form", FORM, `user=ann&client_secret=${SECRET}`],
    ["a form's nested field", FORM, `login%5Bpassword%5D=${SECRET}`],
    ["a form's encoded name", FORM, `%70assword=${SECRET}`],
    ["JSON in a form", FORM, `payload=${encodeURIComponent(JSON.stringify({ password: SECRET }))}`],
    ["several lines of a multipart field", MULTIPART, part('name="secret"', `line\r\n${SECRET}`)],
    ["a multipart name without quotes", MULTIPART, part("name=password", SECRET)],
    ["JSON in multipart", MULTIPART, part('name="operations"', `{"variables":{"password":"${SECRET}"}}`)],
    ["XML", "text/xml", `<login><user>ann</user><password>${SECRET}</password></login>`],
    ["SOAP", "text/xml", `<wsse:Password Type="x#PasswordText">${SECRET}</wsse:Password>`],
    ["a hidden field", "text/html", `<input type="hidden" name="csrf_token" value="${SECRET}">`],
    ["a password field", "text/html", `<input value='${SECRET}' type=password>`],
    ["a meta tag", "text/html", `<meta name="csrf-token" content="${SECRET}">`],
    ["a private key", JSON_TYPE, JSON.stringify({ pem: KEY })],
  ])("%s", (_, type, body) => expect(masker().body(body, type)).not.toContain(SECRET));
});

describe("no secret is left in addresses and lines", () => {
  test.each([
    "https://ann:s3cr3tValue9@x.test/",
    "https://ann:p@s3cr3tValue9@x.test/",
    "postgres://u:s3cr3tValue9@h:5432/db",
    "https://x.test/verify/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.s3cr3tValue9/ok",
    "https://x.test/#/back?id_token=s3cr3tValue9",
    "https://x.test/?next=%2Fback%3Faccess_token%3Ds3cr3tValue9%26x%3D1",
    "https://x.test/?filter[auth][token]=s3cr3tValue9",
    "key eyJhbGciOiJSU0EtT0FFUCJ9.OKOawDo13gRp2ojaHV7LF.48V1_ALb6US04U3b.5eym8TW_c8SuK0.s3cr3tValue9",
    "Set-Cookie: sid=s3cr3tValue9; Path=/",
    'document.cookie = "sessionid=s3cr3tValue9; path=/"',
    'Authorization: Digest username="ann", response="s3cr3tValue9"',
    '{Authorization: "Bearer s3cr3tValue9", user: "x"}',
    'Map(1) {"password" => "s3cr3tValue9"}',
    "{'X-Auth-Token': 's3cr3tValue9'}",
    "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYs3cr3tValue9",
    "export API_TOKEN='s3cr3tValue9'",
    "Error: x\n    at https://x.test/a.js?token=s3cr3tValue9:1:2",
    "Server=db;User Id=sa;Password=s3cr3tValue9;",
    "db:\n  password: s3cr3tValue9\n  user: x",
    'const config = { apiKey: "s3cr3tValue9", clientSecret: `s3cr3tValue9` };',
    KEY,
    KEY.slice(0, 60),
  ])("%s", (text) => expect(masker().text(text)).not.toContain(SECRET));

  test.each([
    joined("AKIA", "IOSFODNN7EXAMPLE"),
    joined("ghp_", "16C7e42F292c6912E7710c838347Ae178B4a"),
    joined("sk_live_", "4eC39HqLyjWDarjtT1zdp7dc"),
    joined("xoxb-", "123456789012-1234567890123-AbCdEfGhIjKl"),
    joined("AIza", "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe"),
    joined("glpat-", "abcdEFGH1234ijklMNOP"),
    joined("sk-proj-", "abcdEFGHijklMNOPqrstUVWXyz0123456789abcd"),
    joined("Bearer ", "abcdefghijklmnopqrstuvwx").slice(7),
  ])("of a known form: %s", (secret) => expect(masker().text(`Bearer ${secret} was sent`)).toBe("Bearer *** was sent"));

  test.each([
    "4111 1111 1111 1111",
    "4111-1111-1111-1111",
    "4111.1111.1111.1111",
    "4111\u00a01111\u00a01111\u00a01111",
    "3782 822463 10005",
    "4111+1111+1111+1111",
  ])("card %s", (card) => expect(masker().text(`paid with ${card} today`)).toBe("paid with *** today"));
});

test.each([
  ["as it is", TYPED],
  ["percent-encoded", encodeURIComponent(TYPED)],
  ["percent-encoded twice", encodeURIComponent(encodeURIComponent(TYPED))],
  ["as a form writes it", new URLSearchParams({ a: TYPED }).toString().slice(2)],
  ["as HTML writes it", TYPED.replace("&", "&amp;")],
  ["with JSON's escapes", TYPED.replace("&", "\\u0026")],
  ["in base64", Buffer.from(TYPED).toString("base64")],
  ["in base64 behind a name", Buffer.from(`ann:${TYPED}`).toString("base64")],
  ["in base64 between others", Buffer.from(`an:${TYPED}:x`).toString("base64url")],
  ["in hexadecimal", Buffer.from(TYPED).toString("hex")],
])("a value that was typed is hidden %s", (_, written) => {
  const told = masker().text(`said ${written} twice`);
  expect(told).toContain("***");
  expect(Buffer.from(/said (\S*)/.exec(told)?.[1] ?? "", "base64").toString()).not.toContain("Tr0ub4dor");
  expect(told).not.toMatch(/Tr0ub4dor|547230756234/);
});

describe("what is no secret stays", () => {
  test.each([
    "order 1234-5678-9012-3456 of 2026-11-21T10:00:00.123Z",
    "at 1763719200000, in nanoseconds 1763719200000000000",
    "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    'ETag: W/"5f3-17a8b"',
    "tokens used: 3000 of 8000, token count: 512",
    "secretary: Ann Lee, author: Ann, passenger: Bob",
    "hasPassword: true, passwordless: true, pinned: false",
    "cookie: banner shown, Cookies are enabled",
    "ISBN 978-3-16-148410-0, +41 44 668 18 00",
    "v1.2.3-beta.4+build.567 at 0x7ffee4c0",
    "primary_key: 17, keyboard: qwerty, monkey=banana",
    "<label for=password>Password</label><p>Forgot it?</p>",
  ])("%s", (text) => expect(masker().text(text)).toBe(text));

  test("in addresses", () => {
    const url = "https://x.test/a/products/12345678.js?color=red&keyword=shoes&author=ann&next=%2Fcart%3Fsize%3DXL#reviews";
    expect(masker().url(url)).toBe(url);
  });

  test("in data", () => {
    const schema = { properties: { password: { type: "string", format: "password" } }, passwordRules: { least: 8 } };
    const data = {
      ...schema,
      tokens: 512,
      hasPassword: true,
      passwordLength: 12,
      key: "Enter",
      code: "E404",
      etag: "9f86d081884c7d65",
      order: "4000-1234-5678-9012",
    };
    expect(JSON.parse(masker().body(JSON.stringify(data), JSON_TYPE))).toEqual(data);
  });
});
