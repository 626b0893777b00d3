/** How one error code looks on each wire; `retryable` tells a client whether the same call may succeed later. */
type ErrorFace = { trpc: TrpcCode; http: number; retryable: boolean };

type TrpcCode =
  | "BAD_REQUEST"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "CLIENT_CLOSED_REQUEST"
  | "PRECONDITION_FAILED"
  | "UNPROCESSABLE_CONTENT"
  | "TOO_MANY_REQUESTS"
  | "BAD_GATEWAY"
  | "SERVICE_UNAVAILABLE"
  | "GATEWAY_TIMEOUT"
  | "NOT_IMPLEMENTED"
  | "INTERNAL_SERVER_ERROR";

const face = (trpc: TrpcCode, http: number, retryable = false): ErrorFace => ({ trpc, http, retryable });

/** Every error the product can answer with, and its face on each wire: the one table that mappers read. */
export const ERROR_TABLE = {
  INVALID_INPUT: face("BAD_REQUEST", 400),
  UNAUTHENTICATED: face("UNAUTHORIZED", 401),
  FORBIDDEN: face("FORBIDDEN", 403),
  NOT_FOUND: face("NOT_FOUND", 404),
  CONFLICT: face("CONFLICT", 409),
  LIMIT_EXCEEDED: face("TOO_MANY_REQUESTS", 429, true),
  /** Not 408: to that browsers send the request again by themselves, without asking anybody (RFC 9110, 15.5.9). */
  TIMEOUT: face("GATEWAY_TIMEOUT", 504, true),
  CANCELLED: face("CLIENT_CLOSED_REQUEST", 499),
  SHUTTING_DOWN: face("SERVICE_UNAVAILABLE", 503, true),
  DATABASE_UNAVAILABLE: face("SERVICE_UNAVAILABLE", 503, true),
  /** The session has ended or is ending. */
  SESSION_NOT_RUNNING: face("PRECONDITION_FAILED", 412),
  /** The browser process died under the call. */
  BROWSER_CRASHED: face("BAD_GATEWAY", 502),
  BROWSER_LAUNCH_FAILED: face("SERVICE_UNAVAILABLE", 503, true),
  PROVIDER_UNAVAILABLE: face("SERVICE_UNAVAILABLE", 503, true),
  /** The chosen provider cannot do what was asked. */
  CAPABILITY_UNSUPPORTED: face("NOT_IMPLEMENTED", 501),
  /** The address is of a scheme or a network that sessions may not open. */
  URL_BLOCKED: face("FORBIDDEN", 403),
  NAVIGATION_FAILED: face("BAD_GATEWAY", 502, true),
  TAB_NOT_FOUND: face("NOT_FOUND", 404),
  ELEMENT_NOT_FOUND: face("NOT_FOUND", 404),
  /** The element exists but cannot be used now (hidden, disabled, covered). */
  ELEMENT_NOT_ACTIONABLE: face("CONFLICT", 409, true),
  /** A person took the page over while the call was at work, and it could not go on as if nothing had happened. */
  HELD_BY_PERSON: face("CONFLICT", 409, true),
  EVALUATION_FAILED: face("UNPROCESSABLE_CONTENT", 422),
  /** What was extracted does not satisfy the given JSON Schema. */
  EXTRACTION_INVALID: face("UNPROCESSABLE_CONTENT", 422),
  MODEL_NOT_CONFIGURED: face("PRECONDITION_FAILED", 412),
  MODEL_FAILED: face("BAD_GATEWAY", 502, true),
  /** The model's server fails or asks for patience, and is left alone for a while. */
  MODEL_UNAVAILABLE: face("SERVICE_UNAVAILABLE", 503, true),
  /** The session has spent on the model what it may spend. */
  MODEL_BUDGET_USED: face("PRECONDITION_FAILED", 412),
  INTERNAL: face("INTERNAL_SERVER_ERROR", 500),
} as const satisfies Record<string, ErrorFace>;

export type ErrorCode = keyof typeof ERROR_TABLE;

/** One field of the input that was refused: a dotted path, what is wrong, and what to send instead. */
export type FieldIssue = { field: string; message: string };

/** What a client receives beside the message of a failed call (`error.data.perch` in tRPC). */
export type ErrorBody = { code: ErrorCode; message: string; retryable: boolean; fields?: FieldIssue[]; details?: Record<string, unknown>; requestId?: string };
