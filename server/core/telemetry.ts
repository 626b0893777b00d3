import { type Attributes, context, propagation, ROOT_CONTEXT, type Span, SpanStatusCode, type Tracer, trace } from "@opentelemetry/api";
import { AppError } from "./errors.ts";

/** Asked for each time: one that is kept stays with the collector that it knew first. */
const tracer = (): Tracer => trace.getTracer("perch");

/**
 * Work as one span of a trace, below the span that is under way. Without a collector (see core/tracing.ts) it is just
 * the work. Attributes hold names and ids of ours, never what callers sent.
 */
export function withSpan<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error instanceof AppError ? error.code : "INTERNAL");
      throw error;
    } finally {
      span.end();
    }
  });
}

/** As withSpan, below the span of another process that the headers of its request name (W3C Trace Context). */
export function withRequestSpan<T>(name: string, headers: Record<string, string | string[] | undefined>, work: (span: Span) => Promise<T>): Promise<T> {
  return context.with(propagation.extract(ROOT_CONTEXT, headers), () => withSpan(name, {}, work));
}

/** Notes on a span that its work failed: with our error code only, since messages may quote what callers sent. */
export function markFailed(span: Span, code: string): void {
  span.setAttribute("perch.error_code", code);
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
}

/** A span below the one under way, for what is too frequent to be wrapped; null where nothing is traced. The caller ends it. */
export function childSpan(name: string): Span | null {
  return trace.getActiveSpan() === undefined ? null : tracer().startSpan(name);
}

/** Headers that let another server's spans stand below the one under way. */
export function traceHeaders(): Record<string, string> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}
