import { fileURLToPath } from 'node:url'
import { defineConfig, type UserConfig } from 'vite'

// Four small programs, each built alone so that no page carries another's code:
//
//   COVENANT_ENTRY=console   web/console/index.html  → dist/web/console   served at /                  assets at /assets/…
//   COVENANT_ENTRY=checkout  web/checkout/index.html → dist/web/checkout  page at /checkout/{token},   assets at /checkout-assets/…
//   COVENANT_ENTRY=privacy  web/privacy/index.html  → dist/web/privacy   served at /privacy/       assets at /privacy/assets/…
//   COVENANT_ENTRY=phone     web/phone/index.html    → dist/web/phone     served from any folder       assets beside the page
//
// The server maps /checkout-assets/ to dist/web/checkout/; every other path that is no file and not /v1 answers
// dist/web/console/index.html.
const bases: Record<string, string> = { console: '/', checkout: '/checkout-assets/', privacy: '/privacy/', phone: './' }

const here = fileURLToPath(new URL('.', import.meta.url))
const entry = process.env['COVENANT_ENTRY'] ?? 'console'
const base = bases[entry]
if (base === undefined) throw new Error(`COVENANT_ENTRY is ${Object.keys(bases).join(', ')}, not ${entry}`)

const api = process.env['COVENANT_API'] ?? 'http://127.0.0.1:4700'

const config: UserConfig = defineConfig({
  root: `${here}${entry}`,
  base,
  cacheDir: `${here}../node_modules/.vite/${entry}`,
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    outDir: `${here}../dist/web/${entry}`,
    emptyOutDir: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1_500,
    reportCompressedSize: false,
    rolldownOptions: {
      // antd marks its files for servers that render React; a browser build has nothing to preserve.
      onLog: (level, log, tell) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log)
      },
    },
  },
  server: { proxy: { '/v1': api } },
})

export default config
