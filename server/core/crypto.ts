import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { AppError } from "./errors.ts";

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals bytes with AES-256-GCM (NIST SP 800-38D). Layout: version (1) · iv (12) · tag (16) · ciphertext.
 * @param key 32 bytes
 * @param aad bound to the box but not stored in it: opening needs the same
 */
export function seal(key: Buffer, plaintext: Buffer, aad = ""): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(Buffer.from(aad));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), ciphertext]);
}

/** Opens what `seal` made. @throws AppError INTERNAL when the key, the aad or the bytes are not the same. */
export function open(key: Buffer, box: Buffer, aad = ""): Buffer {
  const body = 1 + IV_BYTES + TAG_BYTES;
  try {
    if (box[0] !== VERSION || box.length < body) throw new Error("not a sealed box of this version");
    const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(1, 1 + IV_BYTES))
      .setAAD(Buffer.from(aad))
      .setAuthTag(box.subarray(1 + IV_BYTES, body));
    return Buffer.concat([decipher.update(box.subarray(body)), decipher.final()]);
  } catch (error) {
    throw new AppError("INTERNAL", "Sealed data could not be opened: it was changed, or the key is another one.", { cause: error });
  }
}

/** SHA-256 of a text, in hexadecimal. */
export const sha256Hex = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Compares two texts in a time that does not tell where they differ. */
export function timingSafeEqualText(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}
