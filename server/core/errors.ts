import { ERROR_TABLE, type ErrorCode, type FieldIssue } from "../contract/errors.ts";

type AppErrorOptions = { cause?: unknown; details?: Record<string, unknown>; fields?: FieldIssue[] };

/**
 * The one error that domain code throws: a code from the table and a sentence for the person who called.
 * The sentence says what is wrong and what to do about it; it never carries a secret or a stack.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;
  readonly fields: FieldIssue[] | undefined;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.details = options.details;
    this.fields = options.fields;
  }

  get retryable(): boolean {
    return ERROR_TABLE[this.code].retryable;
  }
}

/** The same failure as an AppError: as it is if it is one already, else as `code` with the given sentence. */
export function asAppError(error: unknown, code: ErrorCode, message: string): AppError {
  return error instanceof AppError ? error : new AppError(code, message, { cause: error });
}

/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
