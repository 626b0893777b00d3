import type { ErrorBody } from "../contract/errors.ts";

/** A call that the server refused or could not do. */
export class PerchError extends Error {
  readonly code: ErrorBody["code"];
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** Which fields of the input were refused, and why. */
  readonly fields: NonNullable<ErrorBody["fields"]>;

  constructor(body: ErrorBody, cause?: unknown) {
    super(body.message, { cause });
    this.name = "PerchError";
    this.code = body.code;
    this.retryable = body.retryable;
    this.fields = body.fields ?? [];
  }
}

/** What the server said instead of what it was asked for; its status where it is not ours (a proxy between). */
export async function failureOf(response: Response): Promise<Error> {
  const answer = (await response.json().catch(() => null)) as { error?: ErrorBody } | null;
  return answer?.error ? new PerchError(answer.error) : new Error(`The server answered with status ${response.status}.`);
}
