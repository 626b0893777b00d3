import Client from "@browserbasehq/sdk";
import type { ErrorCode } from "../contract/errors.ts";
import { AppError, messageOf } from "../core/errors.ts";

const SHOWN_CHARACTERS = 300;

/** What each refusal of the cloud is to our callers, and what helps. */
const REFUSALS: Record<number, { code: ErrorCode; remedy: string }> = {
  400: { code: "CAPABILITY_UNSUPPORTED", remedy: "leave out what it names" },
  401: { code: "PROVIDER_UNAVAILABLE", remedy: "set BROWSERBASE_API_KEY to a key that is valid there" },
  402: { code: "PROVIDER_UNAVAILABLE", remedy: "its plan has run out; see the account's billing" },
  403: { code: "PROVIDER_UNAVAILABLE", remedy: "its plan or key does not allow this; check the plan, the key and BROWSERBASE_PROJECT_ID" },
  404: { code: "PROVIDER_UNAVAILABLE", remedy: "check BROWSERBASE_BASE_URL and BROWSERBASE_PROJECT_ID" },
  408: { code: "TIMEOUT", remedy: "try again" },
  422: { code: "CAPABILITY_UNSUPPORTED", remedy: "leave out what it names" },
  429: { code: "LIMIT_EXCEEDED", remedy: "end a session first, or raise the plan's limit of sessions at once" },
  504: { code: "TIMEOUT", remedy: "try again" },
};

/** A failure of a call to the cloud as an error of ours that says what helps. @param doing as in "creating a session" */
export function cloudError(error: unknown, doing: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Client.APIConnectionTimeoutError)
    return new AppError("TIMEOUT", `Browserbase did not answer in time, ${doing}; try again.`, { cause: error });
  if (!(error instanceof Client.APIError) || error.status === undefined)
    return new AppError("PROVIDER_UNAVAILABLE", `Browserbase cannot be reached, ${doing}; check BROWSERBASE_BASE_URL and the network.`, { cause: error });
  const { code, remedy } = REFUSALS[error.status] ?? { code: "PROVIDER_UNAVAILABLE", remedy: "try again in a moment" };
  const said = messageOf(error).slice(0, SHOWN_CHARACTERS);
  return new AppError(code, `Browserbase refused, ${doing} (${said}); ${remedy}.`, {
    cause: error,
    details: { provider: "browserbase", status: error.status },
  });
}

/** Whether the cloud says that there is no such session any more. */
export const isGone = (error: unknown): boolean => error instanceof Client.APIError && (error.status === 404 || error.status === 410);
