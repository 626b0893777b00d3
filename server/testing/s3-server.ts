import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { serveOnLoopback } from "./apps/serve.ts";

export const S3_KEYS = { accessKeyId: "AKTEST", secretAccessKey: "secret-of-tests" };
const PAGE = 3;

const sha256 = (data: string | Buffer): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Whether a request is signed by the tests' keys (AWS signature version 4, as Amazon's documentation describes it). */
function isSigned(req: IncomingMessage, url: URL, body: Buffer): boolean {
  const header = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8}\/[^/]+\/s3\/aws4_request), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;
  const [, keyId, scope = "", names = "", signature] = header.exec(req.headers.authorization ?? "") ?? [];
  const told = String(req.headers["x-amz-content-sha256"]);
  if (keyId !== S3_KEYS.accessKeyId || (told !== "UNSIGNED-PAYLOAD" && told !== sha256(body))) return false;
  const query = [...url.searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");
  const headers = names
    .split(";")
    .map((name) => `${name}:${String(req.headers[name]).trim()}\n`)
    .join("");
  const canonical = [req.method, url.pathname, query, headers, names, told].join("\n");
  const [date = "", region = "", service = "", end = ""] = scope.split("/");
  const key = [region, service, end].reduce<Buffer>((secret, part) => hmac(secret, part), hmac(`AWS4${S3_KEYS.secretAccessKey}`, date));
  return hmac(key, ["AWS4-HMAC-SHA256", req.headers["x-amz-date"], scope, sha256(canonical)].join("\n")).toString("hex") === signature;
}

/**
 * What an S3-compatible service does with one bucket, in memory: objects are put, got (in part too), listed in pages of
 * PAGE, removed; signatures are checked. `refuse` is how many of the next requests it answers with 503.
 */
export async function startS3Server(bucket: string) {
  const state = { refuse: 0, refused: 0 };
  const objects = new Map<string, Buffer>();
  const list = (url: URL): string => {
    const after = url.searchParams.get("continuation-token") ?? "";
    const prefix = url.searchParams.get("prefix") ?? "";
    const found = [...objects.keys()].filter((key) => key.startsWith(prefix));
    // With a delimiter what lies below a folder is told as that folder, once.
    const folderOf = (key: string): string => key.slice(0, key.indexOf("/", prefix.length) + 1);
    const names = url.searchParams.has("delimiter") ? new Set(found.map((key) => folderOf(key) || key)) : found;
    const keys = [...names].filter((key) => key > after).sort();
    const page = keys.slice(0, PAGE);
    const entryOf = (key: string): string =>
      objects.has(key)
        ? `<Contents><Key>${key}</Key><Size>${objects.get(key)?.length ?? 0}</Size></Contents>`
        : `<CommonPrefixes><Prefix>${key}</Prefix></CommonPrefixes>`;
    const entries = page.map(entryOf).join("");
    const more = keys.length > page.length;
    return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${more}</IsTruncated>${entries}${more ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ""}</ListBucketResult>`;
  };
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const body = await buffer(req);
    const url = new URL(req.url ?? "/", "http://localhost");
    if (state.refuse > 0) {
      state.refuse -= 1;
      state.refused += 1;
      return void res.writeHead(503).end("<Error><Code>SlowDown</Code></Error>");
    }
    if (!isSigned(req, url, body)) return void res.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
    const [, name, key = ""] = /^\/([^/]+)\/(.*)$/.exec(decodeURIComponent(url.pathname)) ?? [];
    if (name !== bucket) return void res.writeHead(404).end("<Error><Code>NoSuchBucket</Code></Error>");
    if (req.method === "PUT") objects.set(key, body);
    if (req.method === "DELETE") objects.delete(key);
    if (req.method !== "GET") return void res.writeHead(req.method === "PUT" ? 200 : 204).end();
    if (key === "") return void res.writeHead(200, { "content-type": "application/xml" }).end(list(url));
    const object = objects.get(key);
    if (!object) return void res.writeHead(404).end("<Error><Code>NoSuchKey</Code></Error>");
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(req.headers.range ?? "") ?? [];
    if (from === undefined) return void res.writeHead(200).end(object);
    res.writeHead(206).end(object.subarray(Number(from), Number(to) + 1));
  };
  const server = await serveOnLoopback((_path, response, request) => answer(request, response));
  return { ...server, url: server.url.replace(/\/$/, ""), objects, state };
}
