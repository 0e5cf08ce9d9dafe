/** Rows and time series. */
export const TABLE_STEPS = {} as const;
