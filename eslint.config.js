import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { tsImport } from 'tsx/esm/api';

/** @type {typeof import('./tests/architecture/layers.ts')} */
const { forbiddenLayers, LAYER_NAMES, MAXIMUM_LINES, VENDORS } = await tsImport('./tests/architecture/layers.ts', import.meta.url);

/** Packages that a place under `src/` may not import. */
function vendorZones(place) {
  return VENDORS.filter(({ places }) => !places.some((allowed) => place.startsWith(allowed) || allowed.startsWith(place))).map(
    ({ packages, places }) => ({
      regex: `^(${packages})(/|$)`,
      message: `Only ${places.join(', ')} may import it (tests/architecture/layers.ts).`,
    }),
  );
}

const layerZones = LAYER_NAMES.map((layer) => ({
  files: [`src/${layer}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${forbiddenLayers(layer).join('|')})/`,
            message: `${layer} may not import it (tests/architecture/layers.ts).`,
          },
          ...vendorZones(`${layer}/`),
          ...(layer === 'cli' ? [] : [{ regex: '^node:', message: 'The app runs in a browser.' }]),
        ],
      },
    ],
  },
}));

const SINKS = ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc'].map((property) => ({
  selector: `MemberExpression[property.name='${property}']`,
  message: 'No markup from text.',
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'models/', 'public/too-old.js', 'tests/.output/', 'tests/**/dist/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './tsconfig.worker.json', './tsconfig.node.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/prefer-optional-chain': 'off',
      // Ports are interfaces with methods; they are implemented by closures, which need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Worker APIs are records with an index signature, which only a `type` has.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A union of strings instead.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports.' },
        ...SINKS,
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      'max-lines': ['error', MAXIMUM_LINES],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['src/**/*.{ts,tsx}'], ignores: ['src/cli/**'], rules: { 'no-console': 'error' } },
  ...layerZones,
  {
    files: ['src/**/*.tsx', 'src/ui/**/*.ts'],
    extends: [jsxA11y.flatConfigs.strict],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // What scrolls must be reachable by keyboard (WCAG 2.1.1); axe asks for it in the end-to-end tests.
      'jsx-a11y/no-noninteractive-tabindex': 'off',
    },
  },
  // The image is an `application`: it takes keys and pointer itself.
  { files: ['src/ui/viewport/Viewport.tsx'], rules: { 'jsx-a11y/no-noninteractive-element-interactions': 'off' } },
  { files: ['src/**/*.d.ts', '*.config.ts', 'tests/**/vite.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    // Tests read JSON and pages whose shape they then assert.
    files: ['tests/**/*.ts', 'tests/**/*.tsx'],
    rules: { '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-return': 'off' },
  },
  {
    files: ['scripts/*.mjs', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly' } },
  },
);
