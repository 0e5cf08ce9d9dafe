/** From logits to probabilities and decisions. */
export const ACTIVATION_STEPS = {} as const;
