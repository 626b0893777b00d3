import { isSecretParameter } from "./names.ts";

/** A field of a multipart form (RFC 7578): its name, further headers, an empty line, and its value up to the next boundary. */
const FIELD = /(\bname=(?:"([^"\r\n]{1,100})"|([^\s";]{1,100}))[^\r\n]{0,300}(?:\r?\n[^\r\n]{1,300}){0,3}\r?\n\r?\n)([\s\S]*?)(?=\r?\n--|$)/g;

/** A multipart body without the values of fields that are called after a secret. */
export const withoutSecretFields = (body: string, mask: string): string =>
  body.replace(FIELD, (all, before: string, quoted: string | undefined, bare: string | undefined, value: string) =>
    value !== "" && isSecretParameter(quoted ?? bare ?? "") ? before + mask : all,
  );
