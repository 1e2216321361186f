import ui from '@nuxt/ui/vite'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

/** The site that the development server hands `/api` on to. */
const site = `http://127.0.0.1:${process.env['PORT'] ?? '8080'}`

export default defineConfig({
  plugins: [
    vue(),
    ui({
      // Components are imported by name where they are used, so that a reader sees where they come from.
      autoImport: false,
      components: false,
      dts: false,
      colorMode: false,
      theme: { transitions: false, colors: ['primary', 'error', 'success', 'warning'] },
      experimental: { componentDetection: true },
      // All icons are in the build: the page asks nobody else for anything.
      icon: { clientBundle: { scan: true } },
      ui: {
        colors: { primary: 'slate', neutral: 'slate' },
        // Under a finger everything is at least 44 px high.
        button: { slots: { base: 'pointer-coarse:min-h-11 pointer-coarse:min-w-11' } },
        input: { slots: { base: 'pointer-coarse:min-h-11' } },
      },
    }),
  ],
  server: { proxy: { '/api': site } },
  build: { sourcemap: false, modulePreload: { polyfill: false } },
})
