import './staff.css'

import { createRoot } from 'react-dom/client'

import { createSessionStore } from '@/shared/api/session'
import { language, startI18n } from '@/shared/i18n/i18n'
import { startAppearance } from '@/shared/ui/appearance'

import { StaffApp } from './StaffApp'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
const store = createSessionStore(language)
void store.restore()
startAppearance()
await startI18n()
createRoot(root).render(<StaffApp store={store} />)
