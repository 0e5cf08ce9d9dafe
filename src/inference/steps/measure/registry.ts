/** Numbers about labels, objects and curves. */
export const MEASURE_STEPS = {} as const;
