import styles from './Facts.module.css';

export interface FactsProps {
  /** Name and text, in the order to read. */
  readonly facts: readonly (readonly [name: string, text: string])[];
}

/** Named texts, one below another, the texts in one column. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, text]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
