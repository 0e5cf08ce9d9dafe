import type { DecodedFrame } from '../../domain/pixels';
import type { CompanionFile, PackedMember, PixelLocator, SourceOutcome } from '../../io/opened';

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
};
