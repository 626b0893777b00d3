import { context, propagation, trace } from "@opentelemetry/api";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";
import type { TracingSettings } from "./env.ts";

const FLUSH_LIMIT_MS = 3_000;

/** Spans are sent to a collector while this runs. */
export type Tracing = { stop(): Promise<void> };

/**
 * Sends spans to an OpenTelemetry collector (OTLP over HTTP, protobuf). The SDK is loaded only here: a server without a
 * collector never reads it. The API's registry is one for the process, so this is started once in it.
 */
export async function startTracing({ endpoint, serviceName }: TracingSettings): Promise<Tracing> {
  const [{ BatchSpanProcessor }, { OTLPTraceExporter }] = await Promise.all([
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-proto"),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  return register(serviceName, new BatchSpanProcessor({ exporter }));
}

/** Makes every span of the process pass through the given processor until it is stopped. */
export async function register(serviceName: string, processor: SpanProcessor): Promise<Tracing> {
  const [{ TracerProvider }, { AsyncLocalStorageContextManager }, { W3CTraceContextPropagator }, { resourceFromAttributes }] = await Promise.all([
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/core"),
    import("@opentelemetry/resources"),
  ]);
  const provider = new TracerProvider({ resource: resourceFromAttributes({ "service.name": serviceName }), spanProcessors: [processor] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  const stop = async (): Promise<void> => {
    trace.disable();
    context.disable();
    propagation.disable();
    // A collector that does not answer must not keep the server from stopping.
    await Promise.race([provider.shutdown().catch(() => {}), new Promise((resolve) => setTimeout(resolve, FLUSH_LIMIT_MS).unref())]);
  };
  const state: { stopped: Promise<void> | null } = { stopped: null };
  return { stop: () => (state.stopped ??= stop()) };
}
