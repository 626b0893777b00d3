import { Worker } from "node:worker_threads";
import type { Geolocation } from "../contract/sessions.ts";
import { AppError } from "../core/errors.ts";
import type { PlaceAnswer } from "./places-worker.ts";

export type ResolvedLocation = { latitude: number; longitude: number; accuracyMeters: number; timezone: string; locale: string };

const LOOKUP_LIMIT_MS = 15_000;
/** Reported for a place by name: a city's size; a phone's fix for coordinates. */
const CITY_ACCURACY_METERS = 1_000;
const POINT_ACCURACY_METERS = 20;

/**
 * Where a geolocation is, and which timezone and language are usual there, without asking the network. The places'
 * data takes 150 MB while it is read, so a worker reads it and ends.
 * @throws AppError INVALID_INPUT naming geolocation.country, .state or .city, with near matches
 */
export async function resolveLocation(geo: Geolocation): Promise<ResolvedLocation> {
  const answer = await ask({ city: geo.city, state: geo.state, country: geo.country, latitude: geo.latitude, longitude: geo.longitude });
  if ("field" in answer) {
    const hint = answer.near.length > 0 ? ` Did you mean ${answer.near.join(", ")}?` : "";
    throw new AppError("INVALID_INPUT", `${answer.message}${hint}`, {
      fields: [{ field: `geolocation.${answer.field}`, message: `${answer.message}${hint}` }],
      details: { near: answer.near },
    });
  }
  return { ...answer, accuracyMeters: geo.accuracyMeters ?? (geo.latitude === undefined ? CITY_ACCURACY_METERS : POINT_ACCURACY_METERS) };
}

function ask(
  question: { [K in "city" | "state" | "country"]: string | undefined } & { [K in "latitude" | "longitude"]: number | undefined },
): Promise<PlaceAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./places-worker.ts", import.meta.url), { workerData: question });
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      void worker.terminate();
      settle();
    };
    const timer = setTimeout(() => finish(() => reject(new AppError("TIMEOUT", "The place could not be looked up in time."))), LOOKUP_LIMIT_MS);
    worker.once("message", (answer: PlaceAnswer) => finish(() => resolve(answer)));
    worker.once("error", (cause) => finish(() => reject(new AppError("INTERNAL", "The place could not be looked up.", { cause }))));
  });
}
