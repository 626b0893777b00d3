import { describe, expect, test } from "vitest";
import { createVeil } from "../veil.ts";
import { withoutTypedSecrets } from "./instruction.ts";
import { createMasker } from "./masker.ts";
import { compilePatterns } from "./patterns.ts";

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
const mask = createMasker();

describe("text", () => {
  test.each([
    ["paid with 4111 1111 1111 1111 today", "paid with *** today"],
    ["card 5500-0055-5555-5559.", "card ***."],
    ["amex 378282246310005", "amex ***"],
    [`got ${JWT}, thanks`, "got ***, thanks"],
    ["sent Authorization: Bearer abc.def-123", "sent Authorization: ***"],
    ["curl -H 'Authorization: Basic dXNlcjpwYXNz'", "curl -H 'Authorization: ***'"],
    ["with Bearer 9f8e7d6c5b4a", "with Bearer ***"],
    ["Cookie: sid=12345; theme=dark", "Cookie: ***"],
    ['{"user":"ann","password":"hunter2","n":1}', '{"user":"ann","password":"***","n":1}'],
    ['"{\\"apiKey\\":\\"k-123456\\"}"', '"{\\"apiKey\\":\\"***\\"}"'],
    ["password=hunter2 user=ann", "password=*** user=ann"],
    ["accessToken: abcdef", "accessToken: ***"],
    ["GET /callback?code=4x7&state=1 200", "GET /callback?code=***&state=1 200"],
    ["at https://ann:s3cret@example.test/x", "at https://***@example.test/x"],
  ])("%s", (said, told) => expect(mask.text(said)).toBe(told));

  test.each([
    "1761234567890 is a moment",
    "order 4111111111111112 has no right check digit",
    "π is 3.141592653589793",
    "inputTokens: 3000, token_type: none",
    "Basic authentication is off",
    "SyntaxError: Unexpected token '<', \"<!doctype\" is not valid JSON",
    "error code: 404, key: Enter",
    '<input type="password" name="user">',
    "id 550e8400-e29b-41d4-a716-446655440000",
  ])("%s stays", (said) => expect(mask.text(said)).toBe(said));

  test("takes linear time, whatever it says", { timeout: 60_000 }, () => {
    const long = ["=", "/", "a", "eyJ", "1 ", "?a=", "Basic ", "token", "password", "@", "&a%"].map((piece) => piece.repeat(Math.ceil(300_000 / piece.length)));
    const took = long.map((text) => {
      const from = performance.now();
      mask.text(text);
      return performance.now() - from;
    });
    // A quadratic rule would take minutes for one of these.
    expect(Math.max(...took)).toBeLessThan(10_000);
  });
});

describe("addresses", () => {
  test.each([
    ["https://x.test/a?token=abc&page=2#access_token=def", "https://x.test/a?token=***&page=2#access_token=***"],
    ["https://x.test/a;jsessionid=12AB?q=shoes", "https://x.test/a;jsessionid=***?q=shoes"],
    ["https://x.test/?user%5Bpassword%5D=pw1&X-Amz-Signature=ff00", "https://x.test/?user%5Bpassword%5D=***&X-Amz-Signature=***"],
    ["wss://ann:pw@x.test/socket?api_key=1", "wss://***@x.test/socket?api_key=***"],
    ["https://x.test/pay/4111111111111111/done", "https://x.test/pay/***/done"],
  ])("%s", (url, told) => expect(mask.url(url)).toBe(told));

  test("a data: address is told by its beginning", () => {
    const told = mask.url(`data:text/plain,${"x".repeat(1_000)}`);
    expect(told.length).toBeLessThan(100);
    expect(told).toMatch(/^data:text\/plain,x+…$/);
  });
});

test("headers keep their names, schemes and the names of cookies", () => {
  const headers = {
    Authorization: "Bearer abcdefghijklmnop",
    "Proxy-Authorization": "Basic dXNlcjpwYXNz",
    cookie: "sid=abcdef; theme=dark",
    "Set-Cookie": "sid=abcdef; Path=/; HttpOnly\nother=1",
    "X-Api-Key": "k-1",
    "X-CSRF-Token": "t-1",
    accept: "text/html",
    Referer: "https://x.test/?code=1",
  };
  expect(mask.headers(headers)).toEqual({
    Authorization: "Bearer ***",
    "Proxy-Authorization": "Basic ***",
    cookie: "sid=***; theme=***",
    "Set-Cookie": "sid=***; Path=/; HttpOnly\nother=***",
    "X-Api-Key": "***",
    "X-CSRF-Token": "***",
    accept: "text/html",
    Referer: "https://x.test/?code=***",
  });
});

test("a credential that was seen in a header is hidden where the page repeats it", () => {
  const own = createMasker();
  own.headers({ cookie: "anything=0123456789abcdef; theme=dark", Authorization: "Custom zyxwvutsrqponm" });
  expect(own.text("0123456789abcdef, zyxwvutsrqponm and dark")).toBe("***, *** and dark");
});

describe("bodies", () => {
  test("of JSON, by the names of fields at any depth", () => {
    const body = JSON.stringify({ user: { name: "ann", Password: "a", otp: 123456 }, tokens: 5, items: [{ card_number: "1" }] });
    expect(JSON.parse(mask.body(body, "application/json; charset=utf-8"))).toEqual({
      user: { name: "ann", Password: "***", otp: "***" },
      tokens: 5,
      items: [{ card_number: "***" }],
    });
    expect(mask.body('{"password":"cut in the mid', "application/json")).not.toContain("cut in");
  });

  test("of forms", () => {
    expect(mask.body("password=a%26b&user=ann&code=77", "application/x-www-form-urlencoded")).toBe("password=***&user=ann&code=***");
    const field = (name: string, value: string): string => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    expect(mask.body(field("pin", "4711") + field("city", "Bern"), "multipart/form-data; boundary=b")).toBe(field("pin", "***") + field("city", "Bern"));
  });
});

test("values that were typed and values of variables are hidden in every spelling", () => {
  const veil = createVeil();
  veil.learn({ user: "ann lee" });
  const own = createMasker({ veil });
  own.learn("Grüße & 50%");
  own.learn("4242 4242 4242 4241");
  own.learn("ab");
  expect(own.text("ann lee typed Grüße & 50% and 4242424242424241, ab")).toBe("%user% typed *** and ***, ab");
  expect(own.url(`https://x.test/?q=${encodeURIComponent("Grüße & 50%")}`)).toBe("https://x.test/?q=***");
  expect(own.known("see /?token=1 of Grüße & 50%")).toBe("see /?token=1 of ***");
  expect(own.json({ note: "Grüße & 50%", amount: 4242424242424241, key: "Enter" })).toEqual({ note: "***", amount: "***", key: "Enter" });
});

test("of many values the oldest are forgotten", () => {
  const own = createMasker();
  for (let i = 0; i < 250; i++) own.learn(`value-number-${i}`);
  expect(own.text("value-number-249 value-number-0")).toBe("*** value-number-0");
});

describe("configured patterns", () => {
  test("hide what they find", () => {
    const own = createMasker({ patterns: compilePatterns(["EMP-\\d{6}", "(?i)project \\w+"]) });
    expect(own.text("EMP-123456 is on Project Neptune")).toBe("*** is on ***");
    expect(own.url("https://x.test/EMP-123456")).toBe("https://x.test/***");
  });

  test.each([["("], ["(a)\\1"], ["(?=a)b"], ["x*"]])("%s is refused", (pattern) => {
    expect(() => compilePatterns([pattern])).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });

  test("cannot stop the server", () => {
    const [evil] = compilePatterns(["(a+)+$"]);
    expect(evil?.replaceIn(`${"a".repeat(20_000)}!`)).toHaveLength(20_001);
  });
});

test.each([
  ['type "hunter2" into "Password"', 'type "***" into "Password"'],
  ["type hunter2 into the password field", "type *** into the password field"],
  ["fill in 4111111111111111 as card number and press Enter", "fill in *** as card number and press Enter"],
  ['type "%pw%" into Password', 'type "%pw%" into Password'],
  ["type %pw% into Password", "type %pw% into Password"],
  ['type "shoes" into "Search"', 'type "shoes" into "Search"'],
])("instruction: %s", (said, told) => expect(withoutTypedSecrets(said)).toBe(told));
