/**
 * Channels that the Content-Security-Policy does not cover, closed at start. WebRTC has no directive that Chromium
 * knows (`webrtc 'block'` is "unrecognized" there), so its constructors are taken away from the page; workers never
 * had them.
 */
const UNUSED_CHANNELS = [
  'RTCPeerConnection',
  'webkitRTCPeerConnection',
  'RTCDataChannel',
  'RTCIceTransport',
  'WebTransport',
  'WebSocketStream',
];

export function closeUnusedChannels(): void {
  for (const name of UNUSED_CHANNELS) {
    if (!(name in globalThis)) continue;
    Object.defineProperty(globalThis, name, { value: undefined, writable: false, configurable: false });
  }
}

/** True inside a frame: there the app does not start (`frame-ancestors` says so too, where headers arrive). */
export function isFramed(): boolean {
  return window.top !== window;
}
