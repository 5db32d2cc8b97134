import type { Post } from '@/shared/api/post'

export type Paper = 'barcode' | 'slip' | 'request' | 'referral'

const FRAME = 'print-frame'

/** Prints a paper of a registration: the PDF goes into a hidden frame, and the browser's print opens at once. */
export async function printPaper(post: Post, registrationId: string, paper: Paper): Promise<void> {
  const { name, pdf } = await post('/api/registration/print-paper', { registration_id: registrationId, paper })
  const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0))
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
  const last = document.getElementById(FRAME)
  if (last instanceof HTMLIFrameElement) {
    URL.revokeObjectURL(last.src)
    last.remove()
  }
  const frame = document.createElement('iframe')
  frame.id = FRAME
  frame.title = name
  frame.dataset.paper = paper
  frame.className = 'print-frame'
  frame.addEventListener('load', () => {
    frame.dataset.printed = 'yes'
    frame.contentWindow?.focus()
    frame.contentWindow?.print()
  })
  frame.src = url
  document.body.append(frame)
}
