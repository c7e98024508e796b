/** The plan of the house as rules: see docs/tour.md. */
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'platform-knows-no-room', severity: 'error', comment: 'platform and ui are what rooms stand on; their tests may borrow a town', from: { path: '^src/(platform|ui)/', pathNot: '\\.test\\.tsx?$' }, to: { path: '^src/(?!platform/|ui/)' } },
    { name: 'ui-knows-no-platform', severity: 'error', from: { path: '^src/ui/' }, to: { path: '^src/platform/' } },
    {
      name: 'rooms-by-their-door', severity: 'error', comment: 'a room is entered by its index.ts; the test of query plans explains the very queries',
      from: { path: '^src/([^/]+)/', pathNot: '^src/platform/access/plans\\.test\\.ts$' },
      to: { path: '^src/(?!platform/|ui/)([^/]+)/(?!index\\.tsx?$)', pathNot: ['^src/$1/', '\\.testing\\.tsx?$'] },
    },
    {
      name: 'platform-rooms-by-their-door', severity: 'error',
      from: { path: '^src/(?!platform/)' },
      to: { path: '^src/platform/[^/]+/(?!index\\.tsx?$)', pathNot: ['^src/platform/database/(connections|migrate|backup|restore|schema-snapshot|testing|transaction)\\.ts$'] },
    },
    { name: 'ui-by-its-door', severity: 'error', from: { path: '^src/(?!ui/)' }, to: { path: '^src/ui/(?!index\\.ts$)' } },
    { name: 'rules-are-pure', severity: 'error', comment: 'rules decide; they do not read, write or render', from: { path: '(^|/)[a-z-]*rules\\.ts$' }, to: { path: '(queries|routes|jobs)\\.tsx?$|^src/platform/(database|http|files|messages|jobs)/|node_modules/(pg|fastify|kysely)/', dependencyTypesNot: ['type-only'] } },
    { name: 'packages-know-no-hub', severity: 'error', from: { path: '^packages/' }, to: { path: '^src/' } },
    { name: 'views-read-nothing', severity: 'error', comment: 'a page is a function of its props', from: { path: '/pages/' }, to: { path: '(queries|routes|jobs)\\.tsx?$|node_modules/(pg|kysely)/', dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/|node_modules/(?!pg/|fastify/|kysely/)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'], conditionNames: ['source', 'import', 'node', 'default'] },
  },
};
