import type { ReactNode } from 'react';
import { CircleCheck, Info, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react';
import { classNames } from './class-names';
import styles from './Message.module.css';

export type MessageLevel = 'info' | 'success' | 'warning' | 'error';

export const LEVEL_ICONS: Readonly<Record<MessageLevel, LucideIcon>> = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  error: OctagonAlert,
};

export interface MessageProps {
  readonly level: MessageLevel;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  /** Announced: politely, or at once. */
  readonly live?: 'status' | 'alert';
}

/** A framed remark whose level shows by icon, edge and words, never by colour alone. */
export function Message({ level, children, className, live }: MessageProps) {
  const Icon = LEVEL_ICONS[level];
  return (
    <div className={classNames(styles.message, styles[level], className)} role={live}>
      <Icon size={17} aria-hidden="true" />
      <div className={styles.content}>{children}</div>
    </div>
  );
}
