import { expect, it } from "vitest";
import { withoutTokens } from "./answers.ts";

it.each([
  ["/live/eyJh.eyJz.x_-y", "/live/…"],
  ["/api/live/links/eyJh.eyJz.x_-y/unlock", "/api/live/links/…/unlock"],
  ["/invite/abc", "/invite/…"],
  ["/api/live/sess_1/thumbnail.jpg", "/api/live/sess_1/thumbnail.jpg"],
  ["/sessions/sess_1", "/sessions/sess_1"],
])("%s is logged as %s", (path, logged) => {
  expect(withoutTokens(path)).toBe(logged);
});
