import type { ComponentType } from 'react';
import type { ShippedCaseId } from '../../domain/demo/case-list';

const RED_CELLS = [
  [18, 22, 11],
  [46, 14, 10],
  [84, 20, 11],
  [104, 44, 10],
  [26, 52, 11],
  [14, 86, 10],
  [44, 98, 11],
  [74, 104, 10],
  [98, 84, 11],
  [92, 108, 9],
  [66, 30, 9],
] as const;

/** A smear field in a few shapes: red cells, one white cell, platelets. */
function SmearPicture() {
  return (
    <svg viewBox="0 0 112 112" aria-hidden="true">
      <rect width="112" height="112" fill="#efe6dc" />
      {RED_CELLS.map(([x, y, r]) => (
        <g key={`${String(x)} ${String(y)}`}>
          <circle cx={x} cy={y} r={r} fill="#d98880" />
          <circle cx={x} cy={y} r={r * 0.42} fill="#ecc4bd" />
        </g>
      ))}
      <circle cx="62" cy="66" r="19" fill="#c9bfe0" />
      <path d="M52 60c3-8 13-9 15-2 7-4 13 3 9 10 2 8-8 12-13 6-9 3-15-6-11-14z" fill="#5b3f8f" />
      {(
        [
          [34, 74],
          [90, 62],
          [36, 34],
        ] as const
      ).map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="2.6" fill="#7d5ba6" />
      ))}
      <rect x="41" y="45" width="42" height="42" fill="none" stroke="#0072b2" strokeWidth="2" />
      <rect x="5" y="9" width="26" height="26" fill="none" stroke="#b35900" strokeWidth="1.5" />
      <rect x="29" y="69" width="10" height="10" fill="none" stroke="#00664b" strokeWidth="1.5" />
    </svg>
  );
}

/** A slide with its cover slip and label, and a tissue of many cells. */
function SlidePicture() {
  return (
    <svg viewBox="0 0 112 112" aria-hidden="true">
      <rect width="112" height="112" fill="#1b222c" />
      <rect x="6" y="34" width="100" height="44" rx="2" fill="#e9eef2" />
      <rect x="6" y="34" width="24" height="44" rx="2" fill="#b9c4cf" />
      <path d="M12 44h12M12 50h12M12 56h8" stroke="#6f7c8a" strokeWidth="1.6" />
      <rect x="36" y="38" width="62" height="36" fill="#f4efe8" stroke="#c9d2da" />
      <path d="M40 58c2-12 16-18 30-17s24 8 24 16-14 14-28 14-28-3-26-13z" fill="#dfa39a" />
      {(
        [
          [52, 54],
          [66, 60],
          [78, 51],
          [84, 62],
          [60, 48],
        ] as const
      ).map(([x, y]) => (
        <circle key={x} cx={x} cy={y} r="2.4" fill="#5b3f8f" />
      ))}
      <rect x="58" y="44" width="18" height="14" fill="none" stroke="#0072b2" strokeWidth="1.6" />
    </svg>
  );
}

/** A slice of the phantom: water disc, inserts of known density, a distance. */
function PhantomPicture() {
  return (
    <svg viewBox="0 0 112 112" aria-hidden="true">
      <rect width="112" height="112" fill="#000" />
      <circle cx="56" cy="56" r="44" fill="#5c5c5c" stroke="#8a8a8a" strokeWidth="2" />
      <circle cx="56" cy="30" r="8" fill="#f2f2f2" />
      <circle cx="82" cy="56" r="8" fill="#121212" />
      <circle cx="56" cy="82" r="8" fill="#7c7c7c" />
      <circle cx="30" cy="56" r="8" fill="#3d3d3d" />
      <path d="M30 56h52" stroke="#5fb3e8" strokeWidth="1.5" strokeDasharray="3 2" />
      <path d="M30 52v8M82 52v8" stroke="#5fb3e8" strokeWidth="1.5" />
      <path d="M8 98h24M8 95v6M32 95v6" stroke="#d6dde6" strokeWidth="1.3" />
    </svg>
  );
}

export const SHIPPED_PICTURES = {
  smear: SmearPicture,
  'smear-slide': SlidePicture,
  'ct-phantom': PhantomPicture,
} as const satisfies Record<ShippedCaseId, ComponentType>;
