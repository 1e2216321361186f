import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

const topFolders = [
  'shared',
  'lib',
  'drizzle',
  'import',
  'worker',
  'server',
  'frontend',
  'deploy',
  'cli',
  'test',
]
const tests = ['**/*.test.ts', 'test/**/*.ts']

/** Which of our folders the code of a folder may import, besides itself (docs: architecture). */
const allowed = {
  lib: ['shared'],
  drizzle: ['shared'],
  import: ['drizzle', 'shared', 'lib'],
  worker: ['import', 'drizzle', 'shared', 'lib'],
  server: ['drizzle', 'shared', 'lib'],
  cli: topFolders.filter((folder) => folder !== 'frontend' && folder !== 'test'),
  deploy: topFolders.filter((folder) => folder !== 'frontend' && folder !== 'test'),
  test: topFolders.filter((folder) => folder !== 'frontend'),
}

/** A `group` that begins with `#` would be a comment: these patterns are regular expressions. */
const acrossByPath = (folder) => ({
  // One step up from test/cli/ leads to test/worker/, which is no other folder.
  regex: String.raw`^(\.\./){${folder === 'test' ? 2 : 1},}(${topFolders.join('|')})/`,
  message: 'Across folders by `#folder/file.ts`.',
})
const ownByHash = (folder) => ({
  regex: `^#${folder}/`,
  message: 'Inside a folder by relative path.',
})
const onlyFrom = (folder, folders) => ({
  regex: `^#(?!(${[...folders, folder].join('|')})/)`,
  message: `${folder}/ may import ${folders.join(', ')} only.`,
})
const withoutDrizzle = {
  regex: String.raw`^(drizzle-orm|#drizzle/(db\.ts|schema/))`,
  message: 'Loading drizzle costs some 200 MB: use #drizzle/pool.ts and SQL here.',
  allowTypeImports: true,
}

const restrict = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
})

const importTable = [
  ...Object.entries(allowed).map(([folder, folders]) =>
    restrict(
      [`${folder}/**/*.ts`],
      [
        acrossByPath(folder),
        ownByHash(folder),
        onlyFrom(folder, folders),
        ...(folder === 'import' || folder === 'worker' ? [withoutDrizzle] : []),
      ],
    ),
  ),
  restrict(
    ['shared/**/*.ts'],
    [{ regex: String.raw`^(?!zod$|\./)`, message: 'shared/ imports zod and its own files only.' }],
    tests,
  ),
  restrict(
    ['frontend/**/*.{ts,vue}'],
    [
      acrossByPath('frontend'),
      {
        regex: String.raw`^#(?!shared/|server/app\.ts$)`,
        message: 'frontend/ may import shared, and types of #server/app.ts.',
      },
      {
        regex: String.raw`^#server/app\.ts$`,
        message: 'Types of #server/app.ts only.',
        allowTypeImports: true,
      },
    ],
  ),
]

export default tseslint.config(
  {
    ignores: [
      '**/dist/',
      '**/node_modules/',
      '.cloop*/',
      'coverage/',
      'frontend/{auto-imports,components}.d.ts',
    ],
  },
  tseslint.configs.recommendedTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.vue'] },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 60],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  ...importTable,
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      // An optional prop says so by its type.
      'vue/require-default-prop': 'off',
    },
  },
  {
    // Types of `.vue` imports and of the typed client are not known to the linter; vue-tsc checks them.
    files: ['frontend/**/*.{ts,vue}', ...tests],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['cli/**/*.ts', 'deploy/**/*.ts', 'test/bench/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  prettier,
)
