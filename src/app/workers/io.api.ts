import type { DecodedFrame } from '../../domain/pixels';
import type { AssociatedImageKind, SlideTile, TileAddress } from '../../domain/slide';
import type { CompanionFile, PackedMember, PixelLocator, SourceOutcome } from '../../io/opened';
import type { SlideLocator } from '../../io/slide/slide-locator';

/** What the io workers do. Progress is a sign of life: each step of a long read. */
export type IoApi = {
  open: {
    params: {
      readonly blob: Blob;
      readonly path: string;
      readonly packed: PackedMember | null;
      readonly documents: boolean;
      readonly companion: CompanionFile | null;
    };
    result: SourceOutcome;
    progress: null;
  };
  decode: {
    params: { readonly blob: Blob; readonly locator: PixelLocator; readonly frameNumber: number };
    result: DecodedFrame;
    progress: null;
  };
  /** A worker is told of a slide once, before its first tile: the index of a large one is not sent with each. */
  openSlide: {
    params: { readonly key: string; readonly sources: readonly Blob[]; readonly locator: SlideLocator };
    result: null;
    progress: null;
  };
  closeSlide: { params: { readonly key: string }; result: null; progress: null };
  readTile: { params: { readonly key: string; readonly address: TileAddress }; result: SlideTile | null; progress: null };
  readAssociated: { params: { readonly key: string; readonly kind: AssociatedImageKind }; result: SlideTile; progress: null };
};
