import { AppError } from '../../domain/errors';
import type { DecodedFrame } from '../../domain/pixels';

/** A picture every call, the newest there is. */
export interface LiveFrames {
  /** What a video element shows beside the answers; null where there is none. */
  readonly stream: MediaStream | null;
  /** Null when the source has ended. */
  next(): Promise<DecodedFrame | null>;
  stop(): void;
}

/**
 * The camera, or a capture card that says it is one. Nothing is recorded: a frame lives until its answer is there.
 * @throws AppError `camera-unavailable` where there is none, or the person or the system says no.
 */
export async function cameraFrames(): Promise<LiveFrames> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false });
  } catch (cause) {
    throw new AppError('camera-unavailable', 'no camera, or no permission to use it', {}, { cause });
  }
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  try {
    await video.play();
  } catch (cause) {
    // The camera is on already.
    stop();
    throw new AppError('camera-unavailable', 'the camera gives no picture', {}, { cause });
  }
  return {
    stream,
    next: async () => {
      if (stream.getVideoTracks().every(({ readyState }) => readyState === 'ended')) return null;
      const frame = new VideoFrame(video);
      try {
        return await decodedFrame(frame);
      } finally {
        frame.close();
      }
    },
    stop,
  };
}

/** The samples of a video frame as 8-bit RGB, without a canvas between. */
async function decodedFrame(frame: VideoFrame): Promise<DecodedFrame> {
  const { width: columns, height: rows } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
  const rgba = new Uint8Array(frame.allocationSize({ format: 'RGBA' }));
  await frame.copyTo(rgba, { format: 'RGBA' });
  const pixels = new Uint8Array(rows * columns * 3);
  for (let from = 0, to = 0; to < pixels.length; from += 4) {
    pixels[to++] = rgba[from] ?? 0;
    pixels[to++] = rgba[from + 1] ?? 0;
    pixels[to++] = rgba[from + 2] ?? 0;
  }
  return { rows, columns, samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, signed: false, photometric: 'RGB', pixels, palette: null };
}
