import { ERROR_TABLE, type ErrorBody, type FieldIssue } from "../server/contract/errors.ts";

/** What the server said about a failed call; null when it never answered (network, proxy, a bug on this side). */
export function errorBody(error: unknown): ErrorBody | null {
  if (typeof error !== "object" || error === null || !("data" in error)) return null;
  const { data } = error;
  if (typeof data !== "object" || data === null || !("perch" in data)) return null;
  return isErrorBody(data.perch) ? data.perch : null;
}

/** The sentence to show for a failed call. */
export function errorText(error: unknown): string {
  const body = errorBody(error);
  if (body) return body.message;
  if (error instanceof Error && error.message.length > 0 && !/fetch|network/i.test(error.message)) return error.message;
  return "The server cannot be reached. Check that it is running, then try again.";
}

/** The fields that the server refused, if it named any. */
export const errorFields = (error: unknown): FieldIssue[] => errorBody(error)?.fields ?? [];

function isErrorBody(value: unknown): value is ErrorBody {
  return (
    typeof value === "object" &&
    value !== null &&
    "code" in value &&
    typeof value.code === "string" &&
    value.code in ERROR_TABLE &&
    "message" in value &&
    typeof value.message === "string"
  );
}
