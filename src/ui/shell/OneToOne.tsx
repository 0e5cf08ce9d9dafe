import type { IconProps } from '../kit/Button';

/** One image pixel to one screen pixel. */
export function OneToOne({ size = 18, ...rest }: IconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      {...rest}
    >
      <path d="M4 8l3-2v12M17 8l3-2v12M12 10v.01M12 15v.01" />
    </svg>
  );
}
