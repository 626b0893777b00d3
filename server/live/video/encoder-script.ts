/** The longest side of what is encoded, in pixels: more of them would take narrow roads longer than they are worth. */
const MAX_SIDE = 1_280;
/** An encoder under load may be behind: what it has by then is answered, the rest with the next picture. */
const OUTPUT_LIMIT_MS = 1_000;

/** What the page answers to a picture: all that the encoder has put out since the last answer, in order. */
export type EncodedChunks = { timestamp: number; key: boolean; data: string }[];

/**
 * Evaluates to an object with `encode(jpeg, codec, timestamp, isKey, bitsPerSecond)`, in a page of its own: decodes the JPEG
 * (base64), encodes it (WebCodecs VideoEncoder), and resolves with EncodedChunks, or with null where the codec is not
 * supported. Time stamps are microseconds and grow. `encode` is called again only after it has answered. A picture of another
 * size begins anew with a key frame.
 */
export const ENCODER = `(() => {
  const state = { encoder: null, known: "", chunks: [], arrived: () => {}, failure: null };
  const evenly = (pixels) => Math.max(2, 2 * Math.round(pixels / 2));
  const toBase64 = (bytes) => {
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    return btoa(text);
  };
  const open = () => {
    state.encoder?.close();
    state.encoder = new VideoEncoder({
      output: (chunk) => {
        const bytes = new Uint8Array(chunk.byteLength);
        chunk.copyTo(bytes);
        state.chunks.push({ timestamp: chunk.timestamp, key: chunk.type === "key", data: toBase64(bytes) });
        state.arrived();
      },
      error: (error) => {
        state.failure = error;
        state.arrived();
      },
    });
    state.known = "";
  };
  const configure = async (codec, width, height, bitrate) => {
    const wanted = [codec, width, height].join();
    if (state.known === wanted && state.bitrate === bitrate) return true;
    const config = { codec, width, height, bitrate, framerate: 20, latencyMode: "realtime", bitrateMode: "constant" };
    // H.264 encoders take a page that scrolls for a new scene where they know that it shows text, and make a key frame each time.
    if (codec.startsWith("avc1")) config.avc = { format: "annexb" };
    else config.contentHint = "text";
    if (state.known !== wanted && !(await VideoEncoder.isConfigSupported(config)).supported) return false;
    if (state.known !== wanted) open();
    state.encoder.configure(config);
    Object.assign(state, { known: wanted, bitrate });
    return true;
  };
  return {
    encode: async (jpeg, codec, timestamp, isKey, bitsPerSecond) => {
      const picture = await (await fetch("data:image/jpeg;base64," + jpeg)).blob();
      const whole = await createImageBitmap(picture);
      const share = Math.min(1, ${MAX_SIDE} / Math.max(whole.width, whole.height));
      const [width, height] = [evenly(whole.width * share), evenly(whole.height * share)];
      const fits = whole.width === width && whole.height === height;
      const bitmap = fits ? whole : await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height, resizeQuality: "medium" });
      if (!(await configure(codec, width, height, bitsPerSecond))) return null;
      const frame = new VideoFrame(bitmap, { timestamp });
      whole.close();
      bitmap.close();
      const arrived = new Promise((resolve) => {
        state.arrived = resolve;
      });
      state.encoder.encode(frame, { keyFrame: isKey });
      frame.close();
      if (state.chunks.length === 0) await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, ${OUTPUT_LIMIT_MS}))]);
      if (state.failure !== null) throw state.failure;
      return state.chunks.splice(0);
    },
  };
})()`;
