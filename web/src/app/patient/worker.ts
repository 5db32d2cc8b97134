/** The service worker of the patient app: the empty page opens at once, also without a network. */
import { wayOf } from './shell'

interface Lasting extends Event {
  waitUntil: (work: Promise<unknown>) => void
}
interface Fetching extends Lasting {
  readonly request: Request
  respondWith: (answer: Promise<Response>) => void
}
interface Worker {
  readonly location: Location
  readonly clients: { claim: () => Promise<void> }
  skipWaiting: () => Promise<void>
  addEventListener: ((name: 'install' | 'activate', work: (event: Lasting) => void) => void) & ((name: 'fetch', work: (event: Fetching) => void) => void)
}

const KEPT = 'patient-shell'
const PAGE = '/patient'
// The types of service workers and of pages exclude each other in one project.
const worker = globalThis as unknown as Worker

/** Keeps the page of this moment; when it is another one, the files of the old one go. */
async function keep(answer: Response): Promise<void> {
  const kept = await caches.open(KEPT)
  const old = await kept.match(PAGE)
  const text = await answer.clone().text()
  if (old !== undefined && (await old.text()) !== text) {
    for (const request of await kept.keys()) await kept.delete(request)
  }
  await kept.put(PAGE, answer)
}

async function page(event: Fetching): Promise<Response> {
  try {
    const answer = await fetch(event.request)
    if (answer.ok) event.waitUntil(keep(answer.clone()))
    return answer
  } catch (error) {
    const kept = await caches.match(PAGE)
    if (kept === undefined) throw error
    return kept
  }
}

async function asset(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(KEPT)).put(request, answer.clone())
  return answer
}

worker.addEventListener('install', (event) => event.waitUntil(fetch(PAGE).then(keep).then(() => worker.skipWaiting())))
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()))
worker.addEventListener('fetch', (event) => {
  const way = wayOf(event.request, worker.location.origin)
  if (way === 'page') event.respondWith(page(event))
  else if (way === 'asset') event.respondWith(asset(event.request))
})
