import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Check } from 'lucide-react';
import { Button, IconButton, type Icon } from './Button';
import { Popover, type PopoverAnchor } from './Popover';
import styles from './Menu.module.css';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: Icon;
  readonly shortcut?: string | undefined;
  /** Given: a radio or check item. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** A line above it. */
  readonly separated?: boolean;
  readonly run: () => void;
  readonly testId?: string;
  readonly data?: Readonly<Record<`data-${string}`, string>>;
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button:not(:disabled)')];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(to + items.length) % items.length]?.focus();
}

function MenuItem({ entry, onClose }: { readonly entry: MenuEntry; readonly onClose: () => void }) {
  const EntryIcon = entry.icon;
  return (
    <>
      {entry.separated === true && <div className={styles.separator} role="separator" />}
      <button
        type="button"
        role={entry.checked === undefined ? 'menuitem' : 'menuitemradio'}
        aria-checked={entry.checked}
        disabled={entry.disabled}
        className={styles.item}
        data-testid={entry.testId}
        {...entry.data}
        onClick={() => {
          onClose();
          entry.run();
        }}
      >
        <span className={styles.mark}>
          {entry.checked === true ? (
            <Check size={16} aria-hidden="true" />
          ) : (
            EntryIcon !== undefined && <EntryIcon size={16} aria-hidden="true" />
          )}
        </span>
        <span className={styles.label}>{entry.label}</span>
        {entry.shortcut !== undefined && <kbd className={styles.shortcut}>{entry.shortcut}</kbd>}
      </button>
    </>
  );
}

export interface MenuProps {
  readonly anchor: PopoverAnchor;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}

export function Menu({ anchor, label, entries, onClose }: MenuProps) {
  return (
    <Popover anchor={anchor} label={label} role="menu" onClose={onClose}>
      {/* Arrow keys move inside the menu (ARIA menu pattern). */}
      <div className={styles.items} role="presentation" onKeyDown={moveFocus}>
        {entries.map((entry) => (
          <MenuItem key={entry.id} entry={entry} onClose={onClose} />
        ))}
      </div>
    </Popover>
  );
}

export interface MenuButtonProps {
  readonly label: string;
  readonly icon: Icon;
  readonly entries: readonly MenuEntry[];
  readonly testId?: string;
  /** Shown beside the icon; without it the label is a tooltip. */
  readonly text?: ReactNode;
  readonly disabled?: boolean;
  readonly onOpen?: () => void;
}

export function MenuButton({ label, icon, entries, testId, text, disabled, onOpen }: MenuButtonProps) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const common = {
    ref: anchor,
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    'data-testid': testId,
    disabled,
    onClick: () => {
      if (!open) onOpen?.();
      setOpen(!open);
    },
  };
  return (
    <>
      {text === undefined ? (
        <IconButton icon={icon} label={label} {...common} />
      ) : (
        <Button icon={icon} look="plain" {...common}>
          {text}
        </Button>
      )}
      {open && (
        <Menu
          anchor={anchor}
          label={label}
          entries={entries}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </>
  );
}
