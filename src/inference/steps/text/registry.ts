/** Free text. */
export const TEXT_STEPS = {} as const;
