import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** In development, serve the two pages where the server has them: `/` and `/screen/<code>`. */
const pages: Plugin = {
  name: 'carewire-pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (request.url === '/') request.url = '/staff.html'
      else if (request.url?.startsWith('/screen/') === true) request.url = '/screen.html'
      next()
    })
  },
}

const SERVER = 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react(), pages],
  resolve: { alias: { '@': at('./src') } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { staff: at('./staff.html'), screen: at('./screen.html') } },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': SERVER, '/connection': { target: SERVER, ws: true } },
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], maxWorkers: 2 },
})
