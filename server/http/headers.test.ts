import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { expect, it } from "vitest";
import { allowFraming, allowOutsideMedia, setSecurityHeaders } from "./headers.ts";

const answer = (): ServerResponse => {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  setSecurityHeaders(res, { dev: false, requestId: "req_1" });
  return res;
};
const policyOf = (res: ServerResponse): Map<string, string> =>
  new Map(
    String(res.getHeader("content-security-policy"))
      .split("; ")
      .map((line): [string, string] => [line.split(" ", 1)[0] ?? "", line.slice(line.indexOf(" ") + 1)]),
  );

it("asks no other site for anything unless it is wished, and then for nothing that runs", () => {
  expect(policyOf(answer()).get("img-src")).toBe("'self' data: blob:");
  const res = answer();
  allowOutsideMedia(res);
  const policy = policyOf(res);
  for (const name of ["img-src", "style-src", "font-src", "media-src"]) expect(policy.get(name)).toMatch(/ https: http:$/);
  for (const name of ["default-src", "script-src", "connect-src", "object-src", "frame-ancestors"]) expect(policy.get(name)).toBe(policyOf(answer()).get(name));
});

it("is framed by the sites that are named alone", () => {
  const res = answer();
  allowFraming(res, ["https://app.example"]);
  expect(policyOf(res).get("frame-ancestors")).toBe("'self' https://app.example");
  expect(res.getHeader("x-frame-options")).toBeUndefined();
  const other = answer();
  allowFraming(other, []);
  expect(other.getHeader("x-frame-options")).toBe("SAMEORIGIN");
});
