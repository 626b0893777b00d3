import { AwsClient } from "aws4fetch";
import { AppError, messageOf } from "../errors.ts";
import type { S3Settings } from "../s3-settings.ts";
import { delay } from "../time.ts";
import type { FileStore, StoredFile } from "./file-store.ts";

const CALL_LIMIT_MS = 60_000;
const TRIES = 4;
const FIRST_WAIT_MS = 200;
const REMOVED_AT_ONCE = 8;

type Call = { method: "GET" | "PUT" | "DELETE"; key?: string; query?: Record<string, string>; body?: Buffer; headers?: Record<string, string> };

/**
 * Files in a bucket (Amazon S3's REST interface, signed by AWS signature 4). Failures that may pass are tried again.
 * Functions throw AppError PROVIDER_UNAVAILABLE with what the service said.
 */
export function createS3Store({ endpoint, region, bucket, prefix, accessKeyId, secretAccessKey, pathStyle }: S3Settings): FileStore {
  const aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 0 });
  const base = new URL(endpoint);
  const root = pathStyle ? `${base.origin}${base.pathname.replace(/\/$/, "")}/${bucket}` : `${base.protocol}//${bucket}.${base.host}`;

  const once = async ({ method, key, query = {}, body, headers = {} }: Call, signal: AbortSignal | undefined): Promise<Response> => {
    const url = new URL(key === undefined ? `${root}/` : `${root}/${prefix}${key}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const limit = AbortSignal.any([AbortSignal.timeout(CALL_LIMIT_MS), ...(signal ? [signal] : [])]);
    const signed = await aws.sign(url, { method, headers, ...(body && { body: new Uint8Array(body) }) });
    return fetch(signed, { signal: limit });
  };
  const call = async (asked: Call, signal?: AbortSignal): Promise<Response> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await once(asked, signal).catch((error: unknown) => {
        signal?.throwIfAborted();
        return messageOf(error);
      });
      if (typeof answer !== "string" && (answer.ok || answer.status === 404)) return answer;
      const said = typeof answer === "string" ? answer : `${answer.status} ${(await answer.text()).slice(0, 300)}`;
      const mayPass = typeof answer === "string" || answer.status >= 500 || answer.status === 429;
      if (!mayPass || tries >= TRIES) throw new AppError("PROVIDER_UNAVAILABLE", `The bucket refused ${asked.method}: ${said}`);
      await delay(FIRST_WAIT_MS * 2 ** tries * (0.5 + Math.random()), signal);
    }
  };

  /** All pages of a listing, as XML. */
  const pages = async (asked: Record<string, string>, signal?: AbortSignal): Promise<string[]> => {
    const all: string[] = [];
    for (let token: string | null = ""; token !== null; ) {
      const query = { "list-type": "2", ...asked, ...(token !== "" && { "continuation-token": token }) };
      const answer = await call({ method: "GET", query }, signal);
      const xml = await answer.text();
      if (answer.status === 404) throw new AppError("PROVIDER_UNAVAILABLE", `The bucket ${bucket} does not exist.`);
      all.push(xml);
      token = textOf(xml, "IsTruncated") === "true" ? textOf(xml, "NextContinuationToken") : null;
    }
    return all;
  };

  const list = async (under: string, signal?: AbortSignal): Promise<StoredFile[]> =>
    (await pages({ prefix: prefix + under }, signal))
      .flatMap((xml) => [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)])
      .map(([, entry = ""]) => ({ key: textOf(entry, "Key").slice(prefix.length), sizeBytes: Number(textOf(entry, "Size")) }));

  const folders = async (signal?: AbortSignal): Promise<string[]> =>
    (await pages({ prefix, delimiter: "/" }, signal))
      .flatMap((xml) => [...xml.matchAll(/<CommonPrefixes>(.*?)<\/CommonPrefixes>/gs)])
      .map(([, entry = ""]) => textOf(entry, "Prefix").slice(prefix.length, -1));

  return {
    put: async (key, body, signal) => {
      const { status } = await call({ method: "PUT", key, body, headers: { "content-type": typeOf(key) } }, signal);
      if (status === 404) throw new AppError("PROVIDER_UNAVAILABLE", `The bucket ${bucket} does not exist.`);
    },
    get: async (key, range, signal) => {
      const headers = range && { range: `bytes=${range.offset}-${range.offset + range.sizeBytes - 1}` };
      const answer = await call({ method: "GET", key, ...(headers && { headers }) }, signal);
      const body = Buffer.from(await answer.arrayBuffer());
      return answer.status === 404 ? null : body;
    },
    folders,
    list,
    remove: async (under, signal) => {
      const files = await list(under, signal);
      const removeNext = async (): Promise<void> => {
        for (let file = files.shift(); file; file = files.shift()) await call({ method: "DELETE", key: file.key }, signal);
      };
      await Promise.all(Array.from({ length: REMOVED_AT_ONCE }, removeNext));
    },
    size: async (under, signal) => (await list(under, signal)).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  };
}

const TYPES: Readonly<Record<string, string>> = { gz: "application/gzip", jsonl: "application/x-ndjson", jpg: "image/jpeg" };
const typeOf = (key: string): string => TYPES[key.split(".").at(-1) ?? ""] ?? "application/octet-stream";

/** What stands in the first element of that name; keys of ours need no more than these entities. */
function textOf(xml: string, name: string): string {
  const [, text = ""] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return text.replace(/&(amp|lt|gt|quot|#39|apos);/g, (_, entity: string) => ENTITIES[entity] ?? "");
}
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'", apos: "'" };
