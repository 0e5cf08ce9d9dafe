/** Label maps made and cleaned. */
export const MASK_STEPS = {} as const;
