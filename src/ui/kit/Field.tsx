import { useId, useState, type ComponentPropsWithRef } from 'react';
import { classNames } from './class-names';
import styles from './Field.module.css';

interface Labelled {
  readonly label: string;
  readonly hint?: string;
  /** Label and control on one line. */
  readonly inline?: boolean;
}

export interface SelectFieldProps<Value extends string> extends Labelled {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
  readonly testId?: string;
}

export function SelectField<Value extends string>({ label, hint, inline, value, options, onChange, testId }: SelectFieldProps<Value>) {
  const id = useId();
  return (
    <div className={classNames(styles.field, inline === true && styles.row)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={styles.input}
        value={value}
        data-testid={testId}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen !== undefined) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}

export interface NumberFieldProps extends Labelled {
  readonly value: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
  readonly onCommit: (value: number) => void;
}

/** Commits on Enter and on leaving, so that a half-typed number never reaches the image. */
export function NumberField({ label, value, minimum, maximum, step, onCommit }: NumberFieldProps) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const commit = (): void => {
    const typed = Number(draft);
    if (draft !== null && draft.trim() !== '' && Number.isFinite(typed) && typed !== value) {
      onCommit(Math.min(maximum ?? Infinity, Math.max(minimum ?? -Infinity, typed)));
    }
    setDraft(null);
  };
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        className={styles.input}
        value={draft ?? String(value)}
        min={minimum}
        max={maximum}
        step={step ?? 'any'}
        onChange={(event) => {
          setDraft(event.target.value);
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </div>
  );
}

export interface ToggleProps extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'onChange'> {
  readonly label: string;
  readonly hint?: string;
  readonly onChange: (checked: boolean) => void;
}

export function Toggle({ label, hint, onChange, ...rest }: ToggleProps) {
  return (
    <label className={styles.toggle}>
      <input
        type="checkbox"
        {...rest}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <span>
        {label}
        {hint !== undefined && <span className={styles.hint}> {hint}</span>}
      </span>
    </label>
  );
}

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step: number;
  readonly valueText: string;
  readonly className?: string | undefined;
  readonly onChange: (value: number) => void;
}

export function Slider({ label, value, minimum, maximum, step, valueText, className, onChange }: SliderProps) {
  return (
    <input
      type="range"
      className={classNames(styles.slider, className)}
      aria-label={label}
      aria-valuetext={valueText}
      min={minimum}
      max={maximum}
      step={step}
      value={value}
      onChange={(event) => {
        onChange(Number(event.target.value));
      }}
    />
  );
}
