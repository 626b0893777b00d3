import { z } from "zod";
import type { FieldIssue } from "../contract/errors.ts";

/** A bucket of an S3-compatible service. */
export type S3Settings = {
  /** Without a slash at the end. */
  endpoint: string;
  region: string;
  bucket: string;
  /** Put before every key; empty, or ends with a slash. */
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Whether the bucket is part of the path, as most services other than Amazon's want it, or of the host's name. */
  pathStyle: boolean;
};

const S3_URL = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9._/-]*))?$/;

/** The variables of where recordings are kept, as they are read from the environment. */
export const recordingStorageVariables = {
  RECORDING_STORAGE: z
    .string()
    .refine((text) => text === "disk" || S3_URL.test(text), "Use disk, or s3://bucket or s3://bucket/prefix.")
    .default("disk"),
  S3_ENDPOINT: z.url({ protocol: /^https?$/, error: "Use an address that begins with http:// or https://." }).optional(),
  S3_REGION: z.string().default("us-east-1"),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PATH_STYLE: z.enum(["on", "off"], { error: "Use on or off." }).optional(),
};
const Variables = z.object(recordingStorageVariables);

/** The bucket that RECORDING_STORAGE names; null for the disk. What is missing is added to `issues`. */
export function s3SettingsOf(variables: z.infer<typeof Variables>, issues: FieldIssue[]): S3Settings | null {
  const [, bucket, path = ""] = S3_URL.exec(variables.RECORDING_STORAGE) ?? [];
  if (bucket === undefined) return null;
  const { S3_ENDPOINT: endpoint, S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId = "", S3_SECRET_ACCESS_KEY: secretAccessKey = "" } = variables;
  for (const [field, value] of Object.entries({ S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey })) {
    if (value === "") issues.push({ field, message: "RECORDING_STORAGE names a bucket; set the key for it." });
  }
  const prefix = path.replace(/^\/+|\/+$/g, "");
  return {
    endpoint: (endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/+$/, ""),
    region,
    bucket,
    prefix: prefix === "" ? "" : `${prefix}/`,
    accessKeyId,
    secretAccessKey,
    pathStyle: variables.S3_PATH_STYLE === undefined ? endpoint !== undefined : variables.S3_PATH_STYLE === "on",
  };
}
