import './screen-app.css'

import { createRoot } from 'react-dom/client'

import { ScreenApp } from './ScreenApp'

const root = document.getElementById('root')
if (root === null) throw new Error('the page has no #root')
const code = decodeURIComponent(location.pathname.replace(/\/+$/, '').split('/').pop() ?? '')
const institution = new URLSearchParams(location.search).get('tid') ?? ''
createRoot(root).render(<ScreenApp code={code} institution={institution} />)
