/** Objects told apart. */
export const INSTANCE_STEPS = {} as const;
