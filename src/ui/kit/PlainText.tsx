import { ScrollArea } from './ScrollArea';
import styles from './PlainText.module.css';

/** A long text as its file holds it, line by line, in a part that scrolls. */
export function PlainText({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    <ScrollArea className={styles.text} label={label}>
      {children}
    </ScrollArea>
  );
}
