import './patient-app.css'

import { createRoot } from 'react-dom/client'

import { PATIENT } from '@/features/patient/door'
import { createSessionStore } from '@/shared/api/session'
import { language, startI18n } from '@/shared/i18n/i18n'

import { PatientApp } from './PatientApp'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
const store = createSessionStore(language, PATIENT)
void store.restore()
await startI18n()
createRoot(root).render(<PatientApp store={store} />)
// The page works without it; then it just does not open without a network.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/patient-worker.js', { scope: '/patient' }).catch(() => undefined)
}
