import { Fragment, type ReactNode } from 'react';
import { lexer, type Token, type Tokens } from 'marked';
import styles from './Markdown.module.css';

/**
 * Markdown of a document that nobody here wrote (the card of a model). Only its structure is taken over: HTML shows as the
 * text it is, links and images as their words. Headings start below those of the page.
 */
export function Markdown({ source }: { readonly source: string }) {
  return <div className={styles.document}>{blocks(lexer(source))}</div>;
}

/** Deeper lists and quotes than any document has are shown flat. */
const DEEPEST = 8;

function blocks(tokens: readonly Token[], depth = 0): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{block(token as Tokens.Generic, depth)}</Fragment>);
}

function block(token: Tokens.Generic, depth: number): ReactNode {
  if (depth > DEEPEST) return token.raw;
  const children = token.tokens ?? [];
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading': {
      const Heading = token['depth'] === 1 ? 'h4' : token['depth'] === 2 ? 'h5' : 'h6';
      return <Heading>{inline(children)}</Heading>;
    }
    case 'paragraph':
      return <p>{inline(children)}</p>;
    case 'code':
      return <pre>{String(token['text'])}</pre>;
    case 'blockquote':
      return <blockquote>{blocks(children, depth + 1)}</blockquote>;
    case 'hr':
      return <hr />;
    case 'list':
      return list(token as Tokens.List, depth);
    case 'table':
      return table(token as Tokens.Table);
    default:
      return children.length > 0 ? inline(children) : token.raw;
  }
}

function list({ ordered, items }: Tokens.List, depth: number): ReactNode {
  const List = ordered ? 'ol' : 'ul';
  return (
    <List>
      {items.map((item, index) => (
        <li key={index}>{blocks(item.tokens, depth + 1)}</li>
      ))}
    </List>
  );
}

function table({ header, rows }: Tokens.Table): ReactNode {
  return (
    <table>
      <thead>
        <tr>
          {header.map((cell, index) => (
            <th key={index} scope="col">
              {inline(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{inline(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function inline(tokens: readonly Token[]): ReactNode {
  return tokens.map((token, index) => <Fragment key={index}>{phrase(token as Tokens.Generic)}</Fragment>);
}

function phrase(token: Tokens.Generic): ReactNode {
  const children = token.tokens ?? [];
  switch (token.type) {
    case 'strong':
      return <strong>{inline(children)}</strong>;
    case 'em':
      return <em>{inline(children)}</em>;
    case 'codespan':
      return <code>{String(token['text'])}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <LinkWords href={String(token['href'])}>{inline(children)}</LinkWords>;
    case 'text':
    case 'escape':
      return children.length > 0 ? inline(children) : String(token['text']);
    case 'html':
      return token.raw;
    default:
      return children.length > 0 ? inline(children) : token.raw;
  }
}

/** Nothing here leads out of the app; the address is shown, to be copied. */
function LinkWords({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <>
      {children}
      {/^https?:/i.test(href) && children !== href && <span className={styles.address}> ({href})</span>}
    </>
  );
}
