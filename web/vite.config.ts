import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** In development, serve the pages where the server has them: `/`, `/patient` and `/screen/<code>`. */
const pages: Plugin = {
  name: 'carewire-pages',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (request.url === '/') request.url = '/staff.html'
      else if (request.url?.startsWith('/screen/') === true) request.url = '/screen.html'
      else if (request.url === '/patient' || request.url?.startsWith('/patient?') === true) request.url = '/patient.html'
      next()
    })
  },
}

/** The service worker of the patient app, at `/patient-worker.js`. */
const WORKER = 'patient-worker'
const SERVER = 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [react(), pages],
  resolve: { alias: { '@': at('./src') } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        staff: at('./staff.html'),
        screen: at('./screen.html'),
        patient: at('./patient.html'),
        [WORKER]: at('./src/app/patient/worker.ts'),
      },
      // A service worker is known by its path, so its name must not change with its content.
      output: { entryFileNames: ({ name }) => (name === WORKER ? '[name].js' : 'assets/[name]-[hash].js') },
    },
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: { '/api': SERVER, '/connection': { target: SERVER, ws: true } },
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], maxWorkers: 2 },
})
