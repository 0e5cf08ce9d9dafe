import type { ComponentPropsWithRef, ComponentType } from 'react';
import { classNames } from './class-names';
import styles from './Button.module.css';

export interface IconProps {
  readonly size?: number;
  readonly 'aria-hidden'?: 'true';
}
export type Icon = ComponentType<IconProps>;

type ButtonElement = Omit<ComponentPropsWithRef<'button'>, 'type'>;

export interface ButtonProps extends ButtonElement {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: Icon;
}

const ICON_SIZE = 16;

export function Button({ look = 'plain', icon: Icon, className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={classNames(styles.button, look !== 'plain' && styles[look], className)} {...rest}>
      {Icon !== undefined && <Icon size={ICON_SIZE} aria-hidden="true" />}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Omit<ButtonElement, 'children' | 'aria-label'> {
  readonly icon: Icon;
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
  /** Key name added to the tooltip. */
  readonly shortcut?: string | undefined;
  /** A toggle when given. */
  readonly pressed?: boolean;
  readonly look?: 'plain' | 'quiet' | 'danger';
  readonly size?: number;
}

export function IconButton({ icon: Icon, label, shortcut, pressed, look = 'quiet', size = 18, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, styles.icon, look !== 'plain' && styles[look], pressed === true && styles.pressed, className)}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={shortcut === undefined ? label : `${label}  [${shortcut}]`}
      {...rest}
    >
      <Icon size={size} aria-hidden="true" />
    </button>
  );
}
