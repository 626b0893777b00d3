import { promisify } from "node:util";
import { crc32, deflateRaw, deflateRawSync } from "node:zlib";
import { AppError } from "./errors.ts";

/** A file to put into an archive; folders in `name` are divided by `/`. */
export type ZipEntry = { name: string; data: Buffer; modifiedAt: Date };
/** `stored`: as it is, for what does not get smaller. */
export type StreamedZipEntry = ZipEntry & { stored?: boolean };

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_PLACE = 0x07064b50;
/** Version 2.0 of the format: folders and deflate. */
const VERSION = 20;
/** Version 4.5: more files than fit into 16 bits. */
const VERSION_64 = 45;
const UTF8_NAMES = 0x0800;
const STORED = 0;
const DEFLATE = 8;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const END_64_BYTES = 56;
const END_64_PLACE_BYTES = 20;
const FIRST_YEAR = 1980;
const MAX_COUNT = 0xffff;
const MAX_BYTES = 0xffff_ffff;

const deflate = promisify(deflateRaw);

/** A ZIP archive (PKWARE APPNOTE 6.3) of up to 4 GB; without entries a valid empty one. @throws AppError LIMIT_EXCEEDED */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const directory = new Directory();
  const parts = entries.flatMap((entry) => directory.add(entry, deflateRawSync(entry.data), DEFLATE));
  return Buffer.concat([...parts, directory.end()]);
}

/** The same archive piece by piece, never in memory as a whole. @throws AppError LIMIT_EXCEEDED beyond 4 GB */
export async function* zipStream(entries: AsyncIterable<StreamedZipEntry>): AsyncGenerator<Buffer, void> {
  const directory = new Directory();
  for await (const entry of entries) {
    yield* entry.stored ? directory.add(entry, entry.data, STORED) : directory.add(entry, await deflate(entry.data), DEFLATE);
  }
  yield directory.end();
}

/** What an archive holds so far: its last part says where each file is. */
class Directory {
  readonly #central: Buffer[] = [];
  #count = 0;
  #offset = 0;

  /** The pieces of a file that was packed by a method. */
  add({ name, data, modifiedAt }: ZipEntry, packed: Buffer, method: number): Buffer[] {
    const bytes = Buffer.from(name, "utf8");
    const facts = factsOf({ data, packed, method, nameLength: bytes.length, at: modifiedAt });
    const local = Buffer.alloc(LOCAL_BYTES);
    local.writeUInt32LE(LOCAL, 0);
    facts.copy(local, 4);
    const central = Buffer.alloc(CENTRAL_BYTES);
    central.writeUInt32LE(CENTRAL, 0);
    central.writeUInt16LE(VERSION, 4);
    facts.copy(central, 6);
    central.writeUInt32LE(this.#offset, 42);
    this.#central.push(central, bytes);
    this.#count += 1;
    this.#offset += LOCAL_BYTES + bytes.length + packed.length;
    if (this.#offset > MAX_BYTES) throw new AppError("LIMIT_EXCEEDED", "An archive holds at most 4 GB; choose less.");
    return [local, bytes, packed];
  }

  end(): Buffer {
    const index = Buffer.concat(this.#central);
    const end = Buffer.alloc(END_BYTES);
    const count = Math.min(this.#count, MAX_COUNT);
    end.writeUInt32LE(END, 0);
    end.writeUInt16LE(count, 8);
    end.writeUInt16LE(count, 10);
    end.writeUInt32LE(index.length, 12);
    end.writeUInt32LE(this.#offset, 16);
    return Buffer.concat(this.#count < MAX_COUNT ? [index, end] : [index, this.#longEnd(index.length), end]);
  }

  /** The number of files where it needs more than 16 bits (APPNOTE 4.3.14, 4.3.15). */
  #longEnd(indexBytes: number): Buffer {
    const end = Buffer.alloc(END_64_BYTES + END_64_PLACE_BYTES);
    end.writeUInt32LE(END_64, 0);
    end.writeBigUInt64LE(BigInt(END_64_BYTES - 12), 4);
    end.writeUInt16LE(VERSION_64, 12);
    end.writeUInt16LE(VERSION_64, 14);
    end.writeBigUInt64LE(BigInt(this.#count), 24);
    end.writeBigUInt64LE(BigInt(this.#count), 32);
    end.writeBigUInt64LE(BigInt(indexBytes), 40);
    end.writeBigUInt64LE(BigInt(this.#offset), 48);
    end.writeUInt32LE(END_64_PLACE, END_64_BYTES);
    end.writeBigUInt64LE(BigInt(this.#offset + indexBytes), END_64_BYTES + 8);
    end.writeUInt32LE(1, END_64_BYTES + 16);
    return end;
  }
}

type Facts = { data: Buffer; packed: Buffer; method: number; nameLength: number; at: Date };

/** What both headers of a file say of it, from the version that reading takes to the length of the extra field (none). */
function factsOf({ data, packed, method, nameLength, at }: Facts): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION, 0);
  facts.writeUInt16LE(UTF8_NAMES, 2);
  facts.writeUInt16LE(method, 4);
  facts.writeUInt16LE((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), 6);
  facts.writeUInt16LE((Math.max(0, at.getUTCFullYear() - FIRST_YEAR) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(), 8);
  facts.writeUInt32LE(crc32(data), 10);
  facts.writeUInt32LE(packed.length, 14);
  facts.writeUInt32LE(data.length, 18);
  facts.writeUInt16LE(nameLength, 22);
  return facts;
}
