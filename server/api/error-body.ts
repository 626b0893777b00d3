import { TRPCError } from "@trpc/server";
import { ZodError } from "zod";
import { ERROR_TABLE, type ErrorBody, type ErrorCode, type FieldIssue } from "../contract/errors.ts";
import { isDatabaseAway } from "../core/database-away.ts";
import { AppError } from "../core/errors.ts";

const INTERNAL: ErrorBody = { code: "INTERNAL", message: "Something went wrong on the server; its log has the details.", retryable: false };

/** How failures of the protocol itself (no such procedure, not JSON, wrong method) are called here. */
const PROTOCOL_CODES: Partial<Record<TRPCError["code"], ErrorCode>> = {
  NOT_FOUND: "NOT_FOUND",
  PARSE_ERROR: "INVALID_INPUT",
  BAD_REQUEST: "INVALID_INPUT",
  METHOD_NOT_SUPPORTED: "INVALID_INPUT",
  UNSUPPORTED_MEDIA_TYPE: "INVALID_INPUT",
  PAYLOAD_TOO_LARGE: "INVALID_INPUT",
  CLIENT_CLOSED_REQUEST: "CANCELLED",
};

/** What a caller may know of a failure, whatever was thrown. What is not ours to show becomes INTERNAL. */
export function errorBodyOf(error: unknown): ErrorBody {
  if (error instanceof AppError) return body(error.code, error.message, { fields: error.fields, details: error.details });
  if (error instanceof TRPCError) return bodyOfProtocolError(error);
  if (isDatabaseAway(error)) return body("DATABASE_UNAVAILABLE", "The database cannot be reached; try again in a moment.");
  if (isAbort(error)) return body("CANCELLED", "The call was cancelled.");
  return INTERNAL;
}

/** The same failure as tRPC carries it: the code decides the HTTP status, the cause is what the formatter reads. */
export function toTrpcError(error: TRPCError): TRPCError {
  const { code, message } = errorBodyOf(error);
  return new TRPCError({ code: ERROR_TABLE[code].trpc, message, cause: error.cause ?? error });
}

function bodyOfProtocolError(error: TRPCError): ErrorBody {
  const { cause } = error;
  // Only input that fails its schema is the caller's doing: an output that fails its own is a mistake of ours.
  if (error.code === "BAD_REQUEST" && cause instanceof ZodError) {
    const fields = fieldsOf(cause);
    return body("INVALID_INPUT", fields.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join(" "), { fields });
  }
  if (cause instanceof AppError || isDatabaseAway(cause) || isAbort(cause)) return errorBodyOf(cause);
  const code = PROTOCOL_CODES[error.code];
  return code === undefined ? INTERNAL : body(code, error.message);
}

/** One entry for each field that is wrong, named by its dotted path; an unknown key is a field of its own. */
function fieldsOf(error: ZodError): FieldIssue[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => ({ field: [...path, key].join("."), message: "There is no such field." }));
    return [{ field: path.join("."), message: issue.message }];
  });
}

function body(code: ErrorCode, message: string, more: Pick<ErrorBody, "fields" | "details"> = {}): ErrorBody {
  return { code, message, retryable: ERROR_TABLE[code].retryable, ...(more.fields && { fields: more.fields }), ...(more.details && { details: more.details }) };
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError";
