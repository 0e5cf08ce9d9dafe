/**
 * Arithmetic that a manifest may write: numbers, names, + − * / ^ (right to left, before the sign), parentheses and min,
 * max, log (natural), exp, abs. A name may go on with `.field` and `[1]`: `m[1].volume_ml`. Parsed into data, never run.
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly path: NamePath }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly inputs: readonly Expression[] }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'negate'; readonly input: Expression };

/** A name and what is taken out of it. */
export type NamePath = readonly [name: string, ...parts: (string | number)[]];

type Operator = '+' | '-' | '*' | '/' | '^';

const FUNCTIONS = {
  min: { most: Infinity, run: (values: readonly number[]) => Math.min(...values) },
  max: { most: Infinity, run: (values: readonly number[]) => Math.max(...values) },
  log: { most: 1, run: ([value = Number.NaN]: readonly number[]) => Math.log(value) },
  exp: { most: 1, run: ([value = Number.NaN]: readonly number[]) => Math.exp(value) },
  abs: { most: 1, run: ([value = Number.NaN]: readonly number[]) => Math.abs(value) },
} as const;

type FunctionName = keyof typeof FUNCTIONS;

const LONGEST = 1000;
const DEEPEST = 50;
const TOKEN = /\s*(?:(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/^(),.[\]]))/uy;

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/**
 * @throws SyntaxError with the place, when the text is not such an expression
 */
export function parseFormula(text: string): Expression {
  if (text.length > LONGEST) throw new SyntaxError(`longer than ${String(LONGEST)} characters`);
  const tokens = tokenize(text);
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '', at: text.length };
  const fail = (wanted: string): never => {
    const { text: found, at } = peek();
    throw new SyntaxError(`expected ${wanted} at character ${String(at + 1)}, found ${found === '' ? 'the end' : `"${found}"`}`);
  };
  const take = (sign: string): boolean => {
    if (peek().kind !== 'sign' || peek().text !== sign) return false;
    next++;
    return true;
  };
  const expectSign = (sign: string): void => {
    if (!take(sign)) fail(`"${sign}"`);
  };
  const leftToRight = (operators: readonly Operator[], operand: () => Expression): Expression => {
    let left = operand();
    for (;;) {
      const operator = operators.find(take);
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: operand() };
    }
  };
  const sum = (): Expression => {
    if (++depth > DEEPEST) throw new SyntaxError(`nested deeper than ${String(DEEPEST)}`);
    const result = leftToRight(['+', '-'], () => leftToRight(['*', '/'], signed));
    depth--;
    return result;
  };
  const signed = (): Expression => {
    if (++depth > DEEPEST) throw new SyntaxError(`nested deeper than ${String(DEEPEST)}`);
    const result: Expression = take('-') ? { kind: 'negate', input: signed() } : power();
    depth--;
    return result;
  };
  const power = (): Expression => {
    const left = atom();
    return take('^') ? { kind: 'binary', operator: '^', left, right: signed() } : left;
  };
  const atom = (): Expression => {
    if (take('(')) {
      const inner = sum();
      expectSign(')');
      return inner;
    }
    const token = peek();
    if (token.kind === 'number') {
      next++;
      return { kind: 'number', value: Number(token.text) };
    }
    if (token.kind !== 'name') return fail('a number, a name or "("');
    next++;
    return take('(') ? call(token.text) : { kind: 'name', path: [token.text, ...parts()] };
  };
  const call = (name: string): Expression => {
    if (!isFunction(name)) throw new SyntaxError(`"${name}" is not one of ${Object.keys(FUNCTIONS).join(', ')}`);
    const inputs = [sum()];
    while (take(',')) inputs.push(sum());
    expectSign(')');
    if (inputs.length > FUNCTIONS[name].most) throw new SyntaxError(`${name} takes one value`);
    return { kind: 'call', name, inputs };
  };
  const parts = (): (string | number)[] => {
    const result: (string | number)[] = [];
    for (;;) {
      const field = take('.');
      if (!field && !take('[')) return result;
      const token = peek();
      if (token.kind !== (field ? 'name' : 'number')) return fail(field ? 'a field' : 'a whole number');
      next++;
      if (!field) expectSign(']');
      result.push(field ? token.text : Number(token.text));
    }
  };
  const result = sum();
  if (peek().kind !== 'end') fail('an operator or the end');
  return result;
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) throw new SyntaxError(`character ${String(from + 1)} is not part of the grammar`);
    const [whole, number, name, sign = ''] = match;
    const found = number ?? name ?? sign;
    tokens.push({
      kind: number !== undefined ? 'number' : name !== undefined ? 'name' : 'sign',
      text: found,
      at: from + whole.length - found.length,
    });
  }
  return tokens;
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** Every name an expression reads, in its order. */
export function formulaNames(expression: Expression): NamePath[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'name':
      return [expression.path];
    case 'call':
      return expression.inputs.flatMap(formulaNames);
    case 'binary':
      return [...formulaNames(expression.left), ...formulaNames(expression.right)];
    case 'negate':
      return formulaNames(expression.input);
  }
}

/** The value, names looked up as they come; NaN and infinities pass on as IEEE 754 has it. */
export function evaluateFormula(expression: Expression, lookup: (path: NamePath) => number): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return lookup(expression.path);
    case 'call':
      return FUNCTIONS[expression.name].run(expression.inputs.map((input) => evaluateFormula(input, lookup)));
    case 'negate':
      return -evaluateFormula(expression.input, lookup);
    case 'binary': {
      const left = evaluateFormula(expression.left, lookup);
      const right = evaluateFormula(expression.right, lookup);
      switch (expression.operator) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '*':
          return left * right;
        case '/':
          return left / right;
        case '^':
          return left ** right;
      }
    }
  }
}
