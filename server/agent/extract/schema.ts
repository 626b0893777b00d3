import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { JsonSchema } from "../../contract/agent.ts";
import { AppError, messageOf } from "../../core/errors.ts";

/**
 * Checks data against a schema of draft-07 or 2020-12.
 * @throws AppError INVALID_INPUT naming `schema` when it is no JSON Schema
 */
export function compileSchema(schema: JsonSchema): (data: unknown) => string[] {
  const options = { strict: false, allErrors: true };
  const ajv = String(schema.$schema ?? "").includes("draft-07") ? new Ajv(options) : new Ajv2020(options);
  // The default export of a CommonJS module is the module itself under Node's own loader.
  const plugin = (addFormats as unknown as { default?: typeof addFormats.default }).default ?? (addFormats as unknown as typeof addFormats.default);
  plugin(ajv);
  let validate: ValidateFunction;
  try {
    validate = ajv.compile(schema);
  } catch (error) {
    throw new AppError("INVALID_INPUT", `The schema is not a valid JSON Schema: ${messageOf(error)}.`, {
      fields: [{ field: "schema", message: messageOf(error) }],
    });
  }
  return (data) => (validate(data) ? [] : (validate.errors ?? []).map(describe));
}

const describe = ({ instancePath, message, params }: ErrorObject): string => {
  const path = instancePath.slice(1).replaceAll("/", ".");
  const missing = "missingProperty" in params ? String(params.missingProperty) : null;
  return missing === null ? `${path || "data"} ${message ?? "is not valid"}` : `${[path, missing].filter(Boolean).join(".")} is missing`;
};
