import { VIDEO_CODECS, VideoCodec } from "../../server/contract/live.ts";
import type { ReceivedFrame } from "./frame.ts";

type VideoPlayerOptions = {
  /** Takes a decoded picture and closes it. */
  onPicture: (picture: VideoFrame, of: ReceivedFrame) => void;
  /** What is encoded so cannot be shown here after all. */
  onFailure: (codec: VideoCodec) => void;
};

/** Decodes the video of one view, picture by picture. */
export type VideoPlayer = {
  /** How what comes from now on is encoded. */
  expect(codec: VideoCodec | undefined): void;
  /** Takes `videoKey` and `videoDelta`; what comes before the first key frame is left out. */
  decode(frame: ReceivedFrame): void;
  /** Forgets what was not shown yet: other pictures come in its place. */
  clear(): void;
};

/** Makes the player of one view; the decoder is opened with the first key frame. */
export function createVideoPlayer({ onPicture, onFailure }: VideoPlayerOptions): VideoPlayer {
  const state: { codec: VideoCodec | undefined; decoder: VideoDecoder | null } = { codec: undefined, decoder: null };
  /** By sequence number, which is also the picture's time stamp. */
  const underWay = new Map<number, ReceivedFrame>();

  const clear = (): void => {
    if (state.decoder !== null && state.decoder.state !== "closed") state.decoder.close();
    state.decoder = null;
    underWay.clear();
  };
  const open = (codec: VideoCodec): VideoDecoder => {
    const decoder = new VideoDecoder({
      output: (picture) => {
        const frame = underWay.get(picture.timestamp);
        for (const sequence of underWay.keys()) if (sequence <= picture.timestamp) underWay.delete(sequence);
        if (frame === undefined || state.decoder !== decoder) picture.close();
        else onPicture(picture, frame);
      },
      error: () => {
        if (state.decoder !== decoder) return;
        clear();
        onFailure(codec);
      },
    });
    decoder.configure({ codec: VIDEO_CODECS[codec], optimizeForLatency: true });
    return decoder;
  };

  return {
    expect: (codec) => {
      if (codec === state.codec) return;
      clear();
      state.codec = codec;
    },
    decode: (frame) => {
      const isKey = frame.form === "videoKey";
      if (state.codec === undefined || (state.decoder === null && !isKey)) return;
      state.decoder ??= open(state.codec);
      underWay.set(frame.sequence, frame);
      state.decoder.decode(new EncodedVideoChunk({ type: isKey ? "key" : "delta", timestamp: frame.sequence, data: frame.image }));
    },
    clear,
  };
}

/** Which videos this browser can decode. None where the page is not served securely: there browsers have no VideoDecoder. */
export async function decodableVideos(): Promise<VideoCodec[]> {
  if (!("VideoDecoder" in window)) return [];
  const answers = await Promise.all(
    VideoCodec.options.map(async (name) => {
      const { supported } = await VideoDecoder.isConfigSupported({ codec: VIDEO_CODECS[name], optimizeForLatency: true }).catch(() => ({ supported: false }));
      return supported ? [name] : [];
    }),
  );
  return answers.flat();
}
