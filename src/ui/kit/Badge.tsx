import type { ReactNode } from 'react';
import type { LucideIcon } from 'lucide-react';
import { classNames } from './class-names';
import styles from './Badge.module.css';

export interface BadgeProps {
  readonly icon?: LucideIcon;
  readonly tone?: 'plain' | 'success' | 'warning' | 'error' | 'accent';
  readonly children: ReactNode;
}

export function Badge({ icon: Icon, tone = 'plain', children }: BadgeProps) {
  return (
    <span className={classNames(styles.badge, tone !== 'plain' && styles[tone])}>
      {Icon !== undefined && <Icon size={14} aria-hidden="true" />}
      {children}
    </span>
  );
}
