/** Type of a series dragged from the strip to a viewport. */
export const SERIES_DRAG_TYPE = 'application/x-diaphane-series';
